/// What this program is.
package enum Program {
    /// Of the program and of its package; `make package` reads it from `amends --version`.
    package static let version = "0.1.0"
}
