import CPhoneNumber

extension PhoneBook {
    /// Whether an E.164 number can be a mobile telephone, hence take messages. Where numbers do not tell, it can.
    package static func canBeMobile(_ e164: String) -> Bool {
        guard (2...64).contains(e164.utf8.count) else { return false }
        var number = e164
        return number.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress else { return false }
                return amends_phone_is_mobile(start, characters.count) == 1
            }
        }
    }
}
