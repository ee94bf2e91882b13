import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Asks the system what hosts are called. Blocks as long as its resolver takes; called on a thread of its own.
enum HostNames {
    /// Addresses of one host that are asked for their names.
    private static let addressesMax = 4

    /// The host itself and the names of its addresses. What cannot be found is left out: doctor works without a network.
    static func of(_ host: String) -> [String] {
        var list: UnsafeMutablePointer<addrinfo>?
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { return [host] }
        defer { freeaddrinfo(list) }
        var names = [host]
        var next = list
        for _ in 0..<addressesMax {
            guard let info = next?.pointee else { break }
            if let name = name(info.ai_addr, info.ai_addrlen) { names.append(name) }
            next = info.ai_next
        }
        return names
    }

    /// This machine: its own name and those of the addresses of its interfaces.
    static func ofThisMachine() -> [String] {
        var buffer = [CChar](repeating: 0, count: 256)
        var names: [String] = []
        if gethostname(&buffer, buffer.count - 1) == 0 { names += of(text(buffer)) }
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return names }
        defer { freeifaddrs(list) }
        var next = list
        var asked = 0
        while let interface = next?.pointee, asked < addressesMax {
            next = interface.ifa_next
            guard let address = interface.ifa_addr, interface.ifa_flags & UInt32(IFF_LOOPBACK) == 0
            else { continue }
            let size: Int
            switch Int32(address.pointee.sa_family) {
            case AF_INET: size = MemoryLayout<sockaddr_in>.size
            case AF_INET6: size = MemoryLayout<sockaddr_in6>.size
            default: continue
            }
            asked += 1
            if let name = name(address, socklen_t(size)) { names.append(name) }
        }
        return names
    }

    private static func name(_ address: UnsafeMutablePointer<sockaddr>, _ length: socklen_t) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let answer = getnameinfo(address, length, &buffer, socklen_t(buffer.count), nil, 0, NI_NAMEREQD)
        return answer == 0 ? text(buffer) : nil
    }

    private static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
