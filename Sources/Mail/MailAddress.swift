import CGMime

/// Who a message is from or to: a name for people and an address for relays.
package struct MailAddress: Sendable, Hashable, Codable {
    /// Empty where there is none.
    package var name: String
    /// As somebody wrote it; see ``envelope()`` for what goes over the wire.
    package var address: String

    package init(name: String? = nil, address: String) {
        self.name = name ?? ""
        self.address = address
    }

    /// Whether the part before the `@` is not ASCII. Such an address is written as it is and needs SMTPUTF8.
    package var needsSMTPUTF8: Bool {
        guard let separator = address.lastIndex(of: "@") else { return false }
        return !address[..<separator].utf8.allSatisfy { $0 < 128 }
    }

    /// The address for a relay: the domain in ASCII (IDNA 2008), the part before it quoted where it must be.
    ///
    /// - Throws: ``MailError`` of code `address` where no relay could take it: no `@`, control characters,
    ///   more than 64 or 254 bytes, a domain that is none.
    package func envelope() throws(MailError) -> String {
        guard let separator = address.utf8.lastIndex(of: UInt8(ascii: "@")) else {
            throw MailError(.address, "\(shown) has no @")
        }
        let local = address[..<separator]
        let domain = address[address.utf8.index(after: separator)...]
        guard let written = Self.written(local: String(local)), written.utf8.count <= 64 else {
            throw MailError(.address, "\(shown) has no usable part before the @")
        }
        guard let ascii = Self.ascii(domain: String(domain)), ascii.utf8.count + written.utf8.count < 254
        else {
            throw MailError(.address, "\(shown) has no usable domain")
        }
        return "\(written)@\(ascii)"
    }

    /// For an error message: short and without control characters.
    private var shown: String { "\"\(HeaderText.cleaned(String(address.prefix(80))))\"" }

    private static func written(local: String) -> String? {
        guard !local.isEmpty else { return nil }
        let isDotted = !local.hasPrefix(".") && !local.hasSuffix(".") && !local.contains("..")
        if isDotted, local.unicodeScalars.allSatisfy(isAtom) { return local }
        let isQuoted = local.utf8.count > 2 && local.hasPrefix("\"") && local.hasSuffix("\"")
        let content = isQuoted ? String(local.dropFirst().dropLast()) : local
        let isPlain = content.utf8.allSatisfy { (32...126).contains($0) && $0 != 34 && $0 != 92 }
        return isPlain ? "\"\(content)\"" : nil
    }

    /// RFC 5321 `atext` and the dot, with the letters that RFC 6531 adds.
    private static func isAtom(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII else {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse,
                .unassigned:
                return false
            default: return true
            }
        }
        return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            || "!#$%&'*+-/=?^_`{|}~.".unicodeScalars.contains(scalar)
    }

    private static func ascii(domain: String) -> String? {
        let ascii = domain.utf8.allSatisfy { $0 < 128 } ? domain : idn(domain)
        guard let ascii, !ascii.isEmpty, ascii.utf8.count <= 253 else { return nil }
        let labels = ascii.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.allSatisfy(isLabel) ? ascii : nil
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), hyphen, UInt8(ascii: "_"): true
                default: false
                }
            }
    }

    /// GMime's answer (libidn2); it gives back what it cannot convert, which then fails as a label.
    private static func idn(_ domain: String) -> String? {
        GMime.ready
        guard !domain.utf8.contains(0),
            let mailbox = internet_address_mailbox_new(nil, "a@\(domain.lowercased())")
        else { return nil }
        defer { g_object_unref(mailbox) }
        let converted = GMime.pointer(mailbox, to: InternetAddressMailbox.self)
        guard let address = internet_address_mailbox_get_idn_addr(converted) else { return nil }
        return String(String(cString: address).dropFirst(2))
    }
}
