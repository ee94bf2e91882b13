import Assembly
import Basis
import Foundation
import TestSupport
import Testing

/// Who can reach the console, and how they are protected on the way.
@Suite struct ConsoleSettingsTests {
    private func read(_ settings: [String: String]) throws -> ConsoleSettings {
        try SettingsReader.read(path: nil, environment: [:], overrides: settings, readsFile: false).console
    }

    private func problems(_ settings: [String: String]) -> [String] {
        do {
            _ = try read(settings)
            return []
        } catch let problems as Problems {
            return problems.all.map(\.message.key.name)
        } catch {
            return ["\(error)"]
        }
    }

    @Test func `over a network the console is encrypted, by its own certificate or a proxy's`() throws {
        let open = ["console_listen": "0.0.0.0:8081"]
        #expect(problems(open) == ["assembly.settings.console_loopback"])
        #expect(problems(open.merging(["trusted_proxies": "10.0.0.2"]) { $1 }).isEmpty)
        let file = try ThrowAwayFolder.path("pem")
        try Data("x".utf8).write(to: URL(fileURLWithPath: file))
        let certificate = ["console_certificate": file, "console_key": file]
        #expect(problems(open.merging(certificate) { $1 }).isEmpty)
        #expect(try read(certificate).address() == "https://127.0.0.1:8081")
    }

    @Test func `a certificate and its key go together, and both are files`() throws {
        #expect(
            problems(["console_certificate": "/nowhere.pem"]) == [
                "assembly.settings.no_file", "assembly.settings.certificate_alone",
            ]
        )
    }

    @Test(arguments: ["10.0.0.0/33", "proxy.example.org", "1.2.3", "::1/129"])
    func `proxies are addresses and ranges`(_ text: String) {
        #expect(problems(["trusted_proxies": text]) == ["assembly.settings.trusted_proxies"])
    }

    @Test func `only a console that nobody else can reach belongs to whoever is there`() throws {
        #expect(try read([:]).isOwnersMachine)
        #expect(try !read(["console_url": "https://amends.example.org"]).isOwnersMachine)
        #expect(try !read(["trusted_proxies": "127.0.0.1"]).isOwnersMachine)
    }
}
