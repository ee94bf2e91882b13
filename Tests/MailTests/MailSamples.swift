import Basis
import Foundation
import Mail

extension MailMessage {
    /// A message like those that customers get; every part can be replaced.
    static func sample(
        from: MailAddress = MailAddress(name: "Agencia Ñandú", address: "avisos@agency.example"),
        to: MailAddress = MailAddress(name: "José Pérez", address: "jose@customer.example"),
        replyTo: MailAddress? = nil,
        subject: String = "Avería en su página web",
        text: String = "Estimado José:\n\nSu página no funciona.\n",
        html: String? = "<p>Estimado José:</p>\n<p>Su página no funciona.</p>\n",
        messageID: String = "n-1.c-2@agency.example",
        language: Language = .spanish,
        headers: [(name: String, value: String)] = []
    ) -> MailMessage {
        MailMessage(
            from: from,
            to: to,
            replyTo: replyTo,
            subject: subject,
            text: text,
            html: html,
            messageID: messageID,
            date: Instant(seconds: 1_510_213_200),
            language: language,
            headers: headers
        )
    }
}

/// The header part of built bytes, line by line, unfolded nowhere.
func headerLines(_ bytes: [UInt8]) -> [String] {
    let text = String(decoding: bytes, as: UTF8.self)
    let head = text.firstRange(of: "\r\n\r\n").map { text[..<$0.lowerBound] } ?? text[...]
    return head.split(separator: "\r\n").map(String.init)
}

/// A folder of its own for a test; gone with the value that owns it.
final class MailFolder {
    let path: String

    init() throws {
        var template = Array((FileManager.default.temporaryDirectory.path + "/amends-XXXXXX").utf8CString)
        guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
        path = String(cString: made)
    }

    deinit {
        // A folder that stays behind is only untidy.
        try? FileManager.default.removeItem(atPath: path)
    }

    func files(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)").sorted()
    }
}
