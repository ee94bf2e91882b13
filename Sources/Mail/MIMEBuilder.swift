import Basis
import CGMime

/// Makes the bytes of a message: RFC 5322 headers, text and HTML as alternatives in UTF-8, CRLF line ends.
///
/// The same message gives the same bytes. What a person typed cannot add a header: line ends and control
/// characters are taken out of every value, names of headers are checked.
package enum MIMEBuilder {
    /// - Throws: ``MailError`` of code `address` or `header`; trying again gives the same.
    package static func build(_ message: MailMessage) throws(MailError) -> [UInt8] {
        GMime.ready
        let boundary = boundary(of: message.messageID)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1_024 + (message.text.utf8.count + (message.html?.utf8.count ?? 0)) * 5 / 4)
        try appendHeaders(of: message, to: &bytes)
        guard let html = message.html else {
            append(part: "plain", message.text, to: &bytes)
            return bytes
        }
        bytes += HeaderText.line("Content-Type", "multipart/alternative; boundary=\"\(boundary)\"")
        bytes += "\r\n--\(boundary)\r\n".utf8
        append(part: "plain", message.text, to: &bytes)
        bytes += "\r\n--\(boundary)\r\n".utf8
        append(part: "html", html, to: &bytes)
        bytes += "\r\n--\(boundary)--\r\n".utf8
        return bytes
    }

    private static func appendHeaders(of message: MailMessage, to bytes: inout [UInt8]) throws(MailError) {
        bytes += HeaderText.line("Date", date(message.date))
        bytes += HeaderText.line("From", try mailbox(message.from))
        bytes += HeaderText.line("To", try mailbox(message.to))
        if let replyTo = message.replyTo { bytes += HeaderText.line("Reply-To", try mailbox(replyTo)) }
        bytes += HeaderText.line("Subject", HeaderText.encoded(HeaderText.cleaned(message.subject)))
        bytes += HeaderText.line("Message-ID", try messageID(message.messageID))
        for header in message.headers { bytes += try furtherHeader(header.name, header.value) }
        bytes += HeaderText.line("Content-Language", message.language.code)
        bytes += HeaderText.line("MIME-Version", "1.0")
    }

    private static func mailbox(_ address: MailAddress) throws(MailError) -> String {
        let envelope = try address.envelope()
        let name = HeaderText.cleaned(address.name)
        return name.isEmpty ? envelope : "\(HeaderText.phrase(name)) <\(envelope)>"
    }

    private static func messageID(_ id: String) throws(MailError) -> String {
        let isPrintable = id.utf8.allSatisfy {
            (33...126).contains($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
        }
        guard isPrintable, (3...250).contains(id.utf8.count), id.dropFirst().dropLast().contains("@") else {
            throw MailError(.header, "\"\(HeaderText.cleaned(String(id.prefix(80))))\" is no Message-ID")
        }
        return "<\(id)>"
    }

    /// Headers that the builder writes, and those that would add readers.
    private static let ownHeaders: Set<String> = [
        "date", "from", "sender", "to", "cc", "bcc", "reply-to", "subject", "message-id", "mime-version",
    ]

    private static func furtherHeader(_ name: String, _ value: String) throws(MailError) -> [UInt8] {
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
        let lowered = name.lowercased()
        guard isName, (1...76).contains(name.utf8.count), !ownHeaders.contains(lowered),
            !lowered.hasPrefix("content-")
        else {
            throw MailError(.header, "\(HeaderText.cleaned(String(name.prefix(80)))) is not a further header")
        }
        // Addresses and links in these headers stand only as they are: encoded where the line could not be sent.
        let longest = HeaderText.lineBytesMax - name.utf8.count - 2
        return HeaderText.line(name, HeaderText.encoded(HeaderText.cleaned(value), runBytesMax: longest))
    }

    private static func date(_ instant: Instant) -> String {
        let seconds = instant.milliseconds / 1_000
        guard let date = g_date_time_new_from_unix_utc(gint64(seconds)) else { return "" }
        defer { g_date_time_unref(date) }
        return GMime.taken(g_mime_utils_header_format_date(date)) ?? ""
    }

    /// The same for the same message, and never part of a body: quoted-printable writes no `=_`.
    private static func boundary(of messageID: String) -> String {
        let hash = messageID.utf8.reduce(into: UInt64(0xcbf2_9ce4_8422_2325)) { hash, byte in
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        return "=_" + String(hash, radix: 36)
    }

    private static func append(part subtype: String, _ text: String, to bytes: inout [UInt8]) {
        bytes += "Content-Type: text/\(subtype); charset=utf-8\r\n".utf8
        bytes += "Content-Transfer-Encoding: quoted-printable\r\n\r\n".utf8
        QuotedPrintable.append(text, to: &bytes)
    }
}
