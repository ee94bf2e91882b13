import Console

/// Where the console listens, and how whoever comes over a network is protected.
package struct ConsoleSettings: Sendable {
    package var listen: Settings.Listen
    /// TLS by the program itself; nil where a proxy does it, or only this machine comes.
    package var certificate: Certificate?
    package var proxies = TrustedProxies()
    /// Its address as people type it, without a slash at its end; nil: that of the listener.
    package var url: String?

    /// Files in PEM.
    package struct Certificate: Sendable, Hashable {
        package var chain: String
        package var key: String
    }

    package init(listen: Settings.Listen) { self.listen = listen }

    /// Nobody but whoever sits at this machine can reach it.
    package var isOwnersMachine: Bool { listen.isLoopback && proxies.isEmpty && url == nil }

    /// Where its pages are, for links that people are given.
    /// - Parameter port: the one that was bound, where any was asked for.
    package func address(port: Int? = nil) -> String {
        if let url { return url }
        let host = ["0.0.0.0", "::"].contains(listen.host) ? "localhost" : listen.host
        let shown = host.contains(":") ? "[\(host)]" : host
        return "\(certificate == nil ? "http" : "https")://\(shown):\(port ?? listen.port)"
    }
}
