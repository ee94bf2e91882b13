import CPhoneNumber

/// Reads telephone numbers as people write them.
package struct PhoneBook: Sendable {
    /// The E.164 form (`+34968550112`) of a number that can exist; nil for any other text.
    ///
    /// It is read as it would be dialled in `country` (ISO 3166 alpha-2); without one only numbers with `+` are read.
    package static func e164(_ typed: String, country: String?) -> String? {
        // The longest number has 15 digits; what is far longer is no number, and libphonenumber is slow on it.
        guard (2...64).contains(typed.utf8.count) else { return nil }
        var typed = typed
        return typed.withUTF8 { number in
            number.withMemoryRebound(to: CChar.self) { characters in
                withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { form -> String? in
                    guard let start = characters.baseAddress, let out = form.baseAddress,
                        amends_phone_e164(start, characters.count, country ?? "ZZ", out, form.count) == 1
                    else { return nil }
                    return String(cString: out)
                }
            }
        }
    }
}
