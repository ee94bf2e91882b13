import Basis
import CGMime

/// A received message as values: who wrote what to whom. Reads anything; what cannot be read is absent.
package struct ParsedMail: Sendable {
    package let from: [MailAddress]
    package let to: [MailAddress]
    package let replyTo: [MailAddress]
    package let subject: String
    /// Without `<>`.
    package let messageID: String?
    package let date: Instant?
    /// The first text part that is no attachment, in UTF-8 with LF line ends.
    package let text: String?
    package let html: String?
    /// All headers in their order, decoded to readable text.
    package let headers: [(name: String, value: String)]

    /// Larger messages are not read at all.
    package static let bytesMax = 50 * 1_024 * 1_024

    /// Nil where the bytes are too many or begin with nothing that looks like a header.
    package init?(bytes: [UInt8]) {
        GMime.ready
        guard bytes.count <= Self.bytesMax, let message = Self.parsed(bytes) else { return nil }
        defer { g_object_unref(message) }
        headers = Self.headers(of: message)
        guard !headers.isEmpty else { return nil }
        from = Self.addresses(g_mime_message_get_addresses(message, GMIME_ADDRESS_TYPE_FROM))
        to = Self.addresses(g_mime_message_get_addresses(message, GMIME_ADDRESS_TYPE_TO))
        replyTo = Self.addresses(g_mime_message_get_addresses(message, GMIME_ADDRESS_TYPE_REPLY_TO))
        subject = Self.readable(g_mime_message_get_subject(message))
        messageID = g_mime_message_get_message_id(message).map { String(cString: $0) }
        date = g_mime_message_get_date(message).map { Instant(seconds: Int64(g_date_time_to_unix($0))) }
        (text, html) = Self.texts(of: message)
    }

    /// The first header of a name, in any case; nil where there is none.
    package func header(_ name: String) -> String? { headers(named: name).first }

    /// All headers of a name, in any case.
    package func headers(named name: String) -> [String] {
        let name = name.lowercased()
        return headers.filter { $0.name.lowercased() == name }.map(\.value)
    }

    private static func parsed(_ bytes: [UInt8]) -> UnsafeMutablePointer<GMimeMessage>? {
        bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                guard let stream = g_mime_stream_mem_new_with_buffer(characters.baseAddress, characters.count)
                else {
                    return nil
                }
                defer { g_object_unref(stream) }
                guard let parser = g_mime_parser_new_with_stream(stream) else { return nil }
                defer { g_object_unref(parser) }
                // Otherwise the parts would read from the stream later, when it is gone.
                g_mime_parser_set_persist_stream(parser, 0)
                return g_mime_parser_construct_message(parser, nil)
            }
        }
    }

    /// GMime keeps the headers of the message and those of its content apart; here they stand as they were sent.
    private static func headers(
        of message: UnsafeMutablePointer<GMimeMessage>
    ) -> [(name: String, value: String)] {
        let objects = [GMime.pointer(message, to: GMimeObject.self), g_mime_message_get_mime_part(message)]
        let found = objects.compactMap(\.self).compactMap(g_mime_object_get_header_list).flatMap { list in
            (0..<g_mime_header_list_get_count(list)).compactMap { g_mime_header_list_get_header_at(list, $0) }
        }
        return found.sorted { g_mime_header_get_offset($0) < g_mime_header_get_offset($1) }.compactMap {
            header in
            guard let name = g_mime_header_get_name(header) else { return nil }
            return (String(cString: name), readable(g_mime_header_get_value(header)))
        }
    }

    private static func addresses(_ list: UnsafeMutablePointer<InternetAddressList>?) -> [MailAddress] {
        guard let list else { return [] }
        return (0..<internet_address_list_length(list)).compactMap { index in
            guard let entry = internet_address_list_get_address(list, index),
                GMime.isInstance(entry, of: internet_address_mailbox_get_type()),
                let address = internet_address_mailbox_get_addr(
                    GMime.pointer(entry, to: InternetAddressMailbox.self)
                )
            else { return nil }
            return MailAddress(name: readable(internet_address_get_name(entry)), address: readable(address))
        }
    }

    /// Without the line ends of folding, and without those that an encoded word may hide.
    private static func readable(_ text: UnsafePointer<CChar>?) -> String {
        text.map { HeaderText.cleaned(String(cString: $0)) } ?? ""
    }

    /// The first plain and the first HTML text that are not attachments.
    private static func texts(
        of message: UnsafeMutablePointer<GMimeMessage>
    ) -> (text: String?, html: String?) {
        let top = GMime.pointer(message, to: GMimeObject.self)
        guard let iterator = g_mime_part_iter_new(top) else { return (nil, nil) }
        defer { g_mime_part_iter_free(iterator) }
        var text: String?
        var html: String?
        repeat {
            guard let part = g_mime_part_iter_get_current(iterator),
                GMime.isInstance(part, of: g_mime_text_part_get_type()),
                g_mime_part_is_attachment(GMime.pointer(part, to: GMimePart.self)) == 0
            else { continue }
            let type = g_mime_object_get_content_type(part)
            if text == nil, g_mime_content_type_is_type(type, "text", "plain") != 0 {
                text = content(of: part)
            }
            if html == nil, g_mime_content_type_is_type(type, "text", "html") != 0 {
                html = content(of: part)
            }
        } while g_mime_part_iter_next(iterator) != 0
        return (text, html)
    }

    private static func content(of part: UnsafeMutablePointer<GMimeObject>) -> String? {
        let textPart = GMime.pointer(part, to: GMimeTextPart.self)
        return GMime.taken(g_mime_text_part_get_text(textPart))?.replacing("\r\n", with: "\n")
    }
}
