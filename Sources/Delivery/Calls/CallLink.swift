import Foundation

/// Links that begin a call or a message on the caller's own telephone, with the text filled in.
package enum CallLink {
    /// What needs no escape in any part of a link (RFC 3986, "unreserved").
    private static let plain = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )

    /// - Parameter number: E.164.
    package static func make(_ way: CallWay, number: String, text: String) -> String {
        switch way {
        case .phone: "tel:\(dialled(number))"
        case .whatsapp: "https://wa.me/\(digits(number))?text=\(escaped(text))"
        case .sms: "sms:\(dialled(number))?body=\(escaped(text))"
        }
    }

    private static func digits(_ number: String) -> String {
        number.filter { $0.isASCII && $0.isNumber }
    }

    private static func dialled(_ number: String) -> String {
        (number.hasPrefix("+") ? "+" : "") + digits(number)
    }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}
