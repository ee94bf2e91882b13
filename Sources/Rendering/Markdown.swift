import CCMark
import Foundation

/// What people write with a little markup (CommonMark), as HTML and as plain text.
package enum Markdown {
    /// HTML without raw HTML and without links that a browser would run (`javascript:`, `data:`, `file:` …).
    package static func html(_ text: String) -> String {
        var text = text
        let rendered = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                cmark_markdown_to_html(characters.baseAddress, characters.count, CMARK_OPT_DEFAULT)
            }
        }
        guard let rendered else { return "" }
        defer { free(rendered) }
        return restoringMarkers(String(cString: rendered))
    }

    /// The same words for a reader without markup: paragraphs apart, lists with dashes or numbers, a link's
    /// address behind its text.
    package static func plain(_ text: String) -> String {
        var text = text
        let document = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                cmark_parse_document(characters.baseAddress, characters.count, CMARK_OPT_DEFAULT)
            }
        }
        guard let document else { return "" }
        defer { cmark_node_free(document) }
        return PlainText.of(document)
    }

    /// A slot inside a link's address comes out of cmark percent-encoded; here it becomes a marker again.
    private static func restoringMarkers(_ html: String) -> String {
        guard html.contains("%EE%80%80") else { return html }
        return html.replacing("%EE%80%80", with: "\u{E000}").replacing("%EE%80%81", with: "\u{E001}")
    }
}

/// Walks a parsed document and writes what a reader of plain text needs.
private struct PlainText {
    private var text = ""
    /// One entry per open list: the number of its next item, or nil for dashes.
    private var lists: [Int?] = []
    private var itemBegins = false

    static func of(_ document: OpaquePointer) -> String {
        guard let iterator = cmark_iter_new(document) else { return "" }
        defer { cmark_iter_free(iterator) }
        var plain = PlainText()
        while true {
            switch cmark_iter_next(iterator) {
            case CMARK_EVENT_ENTER: plain.enter(cmark_iter_get_node(iterator))
            case CMARK_EVENT_EXIT: plain.leave(cmark_iter_get_node(iterator))
            default: return plain.finished
            }
        }
    }

    private var finished: String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.reversed().drop(while: { $0 == " " }).reversed())
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    private mutating func enter(_ node: OpaquePointer?) {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING: beginBlock(tight: isTight(node))
        case CMARK_NODE_CODE_BLOCK:
            beginBlock(tight: false)
            text += literal(node).split(separator: "\n").joined(separator: "\n" + indentation)
        case CMARK_NODE_THEMATIC_BREAK:
            beginBlock(tight: false)
            text += "* * *"
        case CMARK_NODE_LIST:
            let isNumbered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
            lists.append(isNumbered ? Int(cmark_node_get_list_start(node)) : nil)
        case CMARK_NODE_ITEM: itemBegins = true
        case CMARK_NODE_TEXT, CMARK_NODE_CODE: text += literal(node)
        case CMARK_NODE_SOFTBREAK: text += " "
        case CMARK_NODE_LINEBREAK: text += "\n" + indentation
        default: break
        }
    }

    private mutating func leave(_ node: OpaquePointer?) {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_LIST: lists.removeLast()
        case CMARK_NODE_LINK:
            let address = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
            let shown = address.hasPrefix("mailto:") ? String(address.dropFirst(7)) : address
            if Self.isTold(address), !text.hasSuffix(shown) { text += " (\(shown))" }
        default: break
        }
    }

    private var indentation: String { String(repeating: "  ", count: lists.count) }

    private mutating func beginBlock(tight: Bool) {
        if !text.isEmpty { text += tight ? "\n" : "\n\n" }
        guard itemBegins, let number = lists.last else {
            text += indentation
            return
        }
        itemBegins = false
        text += String(indentation.dropLast(2))
        if let number {
            text += "\(number). "
            lists[lists.count - 1] = number + 1
        } else {
            text += "- "
        }
    }

    /// Whether a paragraph follows its predecessor without an empty line: items of a tight list, but the first.
    private func isTight(_ paragraph: OpaquePointer?) -> Bool {
        let item = cmark_node_parent(paragraph)
        let list = cmark_node_parent(item)
        guard cmark_node_get_type(list) == CMARK_NODE_LIST, cmark_node_get_list_tight(list) != 0 else {
            return false
        }
        return cmark_node_previous(item) != nil
            || cmark_node_get_type(cmark_node_parent(list)) == CMARK_NODE_ITEM
    }

    private func literal(_ node: OpaquePointer?) -> String {
        cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    }

    /// Only addresses that a reader may follow are written out.
    private static func isTold(_ address: String) -> Bool {
        let address = address.lowercased()
        return ["https://", "http://", "mailto:", "tel:"].contains { address.hasPrefix($0) }
            || address.hasPrefix("\u{E000}")
    }
}
