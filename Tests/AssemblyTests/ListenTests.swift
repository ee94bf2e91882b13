import Assembly
import Testing

struct ListenTests {
    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1", 8_080), ("[::1]:8080", "::1", 8_080), (":8080", "0.0.0.0", 8_080),
        ("localhost:0", "localhost", 0), ("amends.example.org:65535", "amends.example.org", 65_535),
    ])
    func `a host and a port`(_ text: String, _ host: String, _ port: Int) {
        #expect(Settings.Listen(text) == Settings.Listen(host: host, port: port))
    }

    @Test(arguments: [
        "", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536", "127.0.0.1:-1",
        "127.0.0.1:+80", "127.0.0.1:80 ", "127.0.0.1:8080/", "::1", "::1:8080", "[::1:8080", "a b:80",
        "[localhost]:80",
    ])
    func `what is no place to listen is nothing`(_ text: String) {
        #expect(Settings.Listen(text) == nil)
    }

    @Test(arguments: [
        ("localhost", true), ("127.0.0.1", true), ("127.1.2.3", true), ("::1", true), ("0.0.0.0", false),
        ("::", false), ("192.168.1.7", false), ("10.127.0.1", false), ("127.example.org", false),
        ("1270.0.0.1", false), ("localhost.example.org", false),
    ])
    func `only this machine can reach itself`(_ host: String, _ isLoopback: Bool) {
        #expect(Settings.Listen(host: host, port: 80).isLoopback == isLoopback)
    }
}
