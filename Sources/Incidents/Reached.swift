import Basis
import Catalog

/// How a failure reaches one component.
package struct Reached: Sendable, Hashable {
    package var impact: ImpactLevel
    /// The component before it on the path; nil for one that fails itself.
    package var viaID: Int64?
    /// False once a soft dependency lies on the path.
    package var isCertain: Bool

    package init(impact: ImpactLevel, viaID: Int64?, isCertain: Bool) {
        self.impact = impact
        self.viaID = viaID
        self.isCertain = isCertain
    }
}
