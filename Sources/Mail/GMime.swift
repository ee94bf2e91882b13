import CGMime

/// What every use of GMime needs. Its objects never leave the function that made them.
enum GMime {
    /// Touch before the first call; the library is initialised once.
    static let ready: Void = g_mime_init()

    /// The same object seen as another class of its hierarchy: what the C macros `GMIME_OBJECT(x)` … do.
    static func pointer<Class>(
        _ object: UnsafeMutableRawPointer,
        to _: Class.Type
    ) -> UnsafeMutablePointer<Class> {
        object.assumingMemoryBound(to: Class.self)
    }

    /// Whether an object is of a class or of one below it.
    static func isInstance(_ object: UnsafeMutableRawPointer, of type: GType) -> Bool {
        g_type_check_instance_is_a(object.assumingMemoryBound(to: GTypeInstance.self), type) != 0
    }

    /// A string that the caller owns, as Swift's, and freed.
    static func taken(_ text: UnsafeMutablePointer<CChar>?) -> String? {
        guard let text else { return nil }
        defer { g_free(text) }
        return String(cString: text)
    }
}
