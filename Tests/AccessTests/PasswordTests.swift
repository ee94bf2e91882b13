import Access
import Basis
import Testing

@Suite struct PasswordTests {
    private static let cheap = PasswordCost(kibibytes: 64, passes: 1)
    private let salt = [UInt8](repeating: 3, count: 16)

    private func password(_ text: String) throws -> Password { try #require(Password(text)) }

    @Test func `a password opens its own hash and no other`() async throws {
        let hasher = PasswordHasher(cost: Self.cheap)
        let hash = try await hasher.hash(try password("correct horse"), salt: salt)
        #expect(hash.hasPrefix("$argon2id$v=19$m=64,t=1,p=1$"))
        #expect(try await hasher.verify(try password("correct horse"), against: hash))
        #expect(try await !hasher.verify(try password("correct horsf"), against: hash))
        #expect(try await !hasher.verify(try password("correct horse"), against: nil))
        #expect(try await !hasher.verify(try password("correct horse"), against: "$argon2id$nonsense"))
    }

    /// What `argon2 somesalt -id -t 2 -k 65536 -p 1` of the reference implementation prints for `password`.
    @Test func `the hash is the one of the reference implementation`() async throws {
        let hasher = PasswordHasher(cost: PasswordCost(kibibytes: 65_536, passes: 2))
        let hash = try await hasher.hash(try password("password"), salt: Array("somesalt".utf8))
        #expect(
            hash == "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
        )
    }

    @Test func `a login costs at least fifty milliseconds`() async throws {
        let hasher = PasswordHasher()
        let typed = try password("grifo nublado")
        let hash = try await hasher.hash(typed, salt: salt)
        let known = try await ContinuousClock().measure {
            let isRight = try await hasher.verify(typed, against: hash)
            #expect(isRight)
        }
        let unknown = try await ContinuousClock().measure {
            let isRight = try await hasher.verify(typed, against: nil)
            #expect(!isRight)
        }
        #expect(known >= .milliseconds(50))
        #expect(unknown >= .milliseconds(50), "an unknown account costs as much")
    }

    @Test func `a hash of less work is outdated, and one of more is not`() async throws {
        let weak = PasswordHasher(cost: Self.cheap)
        let strong = PasswordHasher(cost: PasswordCost(kibibytes: 128, passes: 1))
        let hash = try await weak.hash(try password("anything"), salt: salt)
        #expect(strong.isOutdated(hash))
        #expect(!weak.isOutdated(hash))
        #expect(!weak.isOutdated(try await strong.hash(try password("anything"), salt: salt)))
        #expect(weak.isOutdated("plain text"))
    }

    @Test func `a letter typed with another keyboard is the same letter`() async throws {
        let hasher = PasswordHasher(cost: Self.cheap)
        let hash = try await hasher.hash(try password("ma\u{f1}ana"), salt: salt)
        #expect(try await hasher.verify(try password("man\u{303}ana"), against: hash))
    }

    @Test func `a password shows itself nowhere`() throws {
        let secret = try password("grifo nublado")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!"\(secret) \(String(reflecting: secret)) \(dumped)".contains("grifo"))
    }

    @Test func `more than the line holds are told to come again`() async throws {
        let hasher = PasswordHasher(cost: PasswordCost(kibibytes: 4_096, passes: 1))
        let secret = try password("grifo nublado")
        let answers = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<(PasswordHasher.waitingMax * 3) {
                group.addTask {
                    do {
                        _ = try await hasher.verify(secret, against: nil)
                        return true
                    } catch {
                        #expect(error as? AccessRefusal == .tooManyLogins)
                        return false
                    }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(answers.filter { $0 }.count >= PasswordHasher.waitingMax)
        #expect(answers.contains(false))
        #expect(try await !hasher.verify(secret, against: nil), "and afterwards there is room again")
    }

    @Test(arguments: [
        "elefante azul corre", "Tr0ub4dor&3-extra", "pájaro sobre la mesa", "密码密码很长的一句话里没有名字",
    ])
    func `a long password is taken`(_ typed: String) throws {
        _ = try PasswordRules.check(typed, names: ["marta", "Marta Ruiz", "marta@agency.example"])
    }

    @Test(arguments: [
        ("corta", "access.password.short"), ("", "access.password.short"),
        ("aaaaaaaaaaaaaaaa", "access.password.common"), ("abababababab", "access.password.common"),
        ("abcdefghijkl", "access.password.common"), ("987654321098", "access.password.common"),
        ("Password1234", "access.password.common"), ("contraseña2024!", "access.password.common"),
        ("qwertyuiop12", "access.password.common"), ("P@ssw0rd1234!", "access.password.common"),
        ("la marta canta bien", "access.password.name"), ("mi agencia agency 7", "access.password.name"),
        (String(repeating: "otra frase ", count: 200), "access.password.long"),
    ])
    func `a password that is tried first is not`(_ typed: String, _ key: String) throws {
        let problems = #expect(throws: Problems.self) {
            try PasswordRules.check(typed, names: ["marta", "Marta Ruiz", "marta@agency.example"])
        }
        #expect(problems?.all.map(\.message.key.name) == [key])
        #expect(problems?.all.map(\.place) == ["password"])
    }
}
