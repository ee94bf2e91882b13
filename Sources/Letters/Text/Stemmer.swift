import Basis
import CStemmer

/// Snowball's stemmer of one language: what `restore`, `restored` and `restoring` have in common.
///
/// Not shared between threads: each run makes its own, which takes about a microsecond.
struct Stemmer: ~Copyable {
    private let handle: OpaquePointer

    /// - Returns: nil for a language without a stemmer.
    init?(_ language: Language) {
        guard let handle = sb_stemmer_new(language.code, "UTF_8") else { return nil }
        self.handle = handle
    }

    deinit { sb_stemmer_delete(handle) }

    /// The stem of a word in lower case.
    borrowing func stem(_ word: String) -> String {
        var word = word
        return word.withUTF8 { bytes in
            guard let stem = sb_stemmer_stem(handle, bytes.baseAddress, Int32(clamping: bytes.count)) else {
                return String(decoding: bytes, as: UTF8.self)
            }
            let length = Int(sb_stemmer_length(handle))
            return String(decoding: UnsafeBufferPointer(start: stem, count: length), as: UTF8.self)
        }
    }
}
