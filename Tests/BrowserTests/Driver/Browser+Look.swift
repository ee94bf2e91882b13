import Foundation

extension Browser {
    /// What a window is like.
    struct Window: Sendable, CustomStringConvertible {
        var width: Int
        var isDark: Bool

        static let desk = Window(width: 1440, isDark: false)
        static let phoneAtNight = Window(width: 390, isDark: true)
        static let deskAtNight = Window(width: 1440, isDark: true)
        static let phone = Window(width: 390, isDark: false)

        var height: Int { width < 600 ? 844 : 900 }
        var description: String { "\(width)-\(isDark ? "dark" : "light")" }
    }

    /// Changes the window under the page; motion is reduced, so that nothing is caught halfway.
    func take(_ window: Window, height: Int? = nil) async throws {
        try await devTools(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .number(Double(window.width)), "height": .number(Double(height ?? window.height)),
                "deviceScaleFactor": 1, "mobile": .bool(window.width < 600),
            ]
        )
        let features: JSON = [
            ["name": "prefers-color-scheme", "value": window.isDark ? "dark" : "light"],
            ["name": "prefers-reduced-motion", "value": "reduce"],
        ]
        try await devTools("Emulation.setEmulatedMedia", ["media": "", "features": features])
    }

    /// What this browser asks for in its `Accept-Language`.
    func speak(_ language: String) async throws {
        let agent = try await run("return navigator.userAgent").text ?? ""
        try await devTools(
            "Emulation.setUserAgentOverride",
            ["userAgent": .text(agent), "acceptLanguage": .text(language)]
        )
    }

    /// The whole page as a PNG, as tall as it is.
    func picture(in window: Window) async throws -> Data {
        let tall = try await run("return Math.max(document.documentElement.scrollHeight, innerHeight)").number
        // Taller pictures than this Chromium does not make.
        try await take(window, height: min(Int(tall ?? 900), 12_000))
        let shot = try await devTools("Page.captureScreenshot", ["format": "png"])
        try await take(window)
        return Data(base64Encoded: shot["data"].text ?? "") ?? Data()
    }

    /// By how many pixels the page is wider than the window, and through what.
    func overflow() async throws -> String? {
        let script = """
            const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
            if (wide <= 0) return null;
            const edge = document.documentElement.clientWidth + 1;
            const guilty = [...document.querySelectorAll("body *")]
              .filter((place) => place.getBoundingClientRect().right > edge)
              .map((place) => `${place.tagName.toLowerCase()}.${place.className}`);
            return `${wide} px: ${guilty.slice(0, 5).join(", ")}`;
            """
        return try await run(script).text
    }
}
