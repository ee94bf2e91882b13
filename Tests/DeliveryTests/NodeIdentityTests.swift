import Delivery
import Testing

struct NodeIdentityTests {
    private let me = NodeIdentity.current()

    @Test func `a node survives being written down`() {
        #expect(NodeIdentity(text: me.text) == me)
        #expect(NodeIdentity(text: "nonsense") == nil)
    }

    @Test func `this process is alive, and another that had its number is dead`() {
        #expect(!me.canProveDead(me))
        var earlier = me
        earlier.startedAt -= 1
        #expect(me.canProveDead(earlier))
        var gone = me
        gone.processID = 4_194_305  // above the highest number that Linux gives
        #expect(me.canProveDead(gone))
    }

    @Test func `nothing is proved about another machine, another container or another boot`() {
        var other = me
        other.startedAt += 1
        other.bootID = "elsewhere"
        #expect(!me.canProveDead(other))
        other = me
        other.startedAt += 1
        other.processNamespace = "1"
        #expect(!me.canProveDead(other))
        let nowhere = NodeIdentity(bootID: "", processNamespace: "", processID: 1, startedAt: 1)
        #expect(
            !nowhere.canProveDead(NodeIdentity(bootID: "", processNamespace: "", processID: 2, startedAt: 2))
        )
    }
}
