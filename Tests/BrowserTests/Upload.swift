import Foundation
import TestSupport

/// Uploads a list of customers as somebody would, with a row that is wrong.
struct Upload {
    let stage: Stage
    let browser: Browser

    /// Shows each page on the way.
    func show(_ page: (String) async throws -> Void) async throws {
        let file = try ThrowAwayFolder.path("customers.csv")
        let rows = """
            id,name,language,email,phone
            cafe-luna,Café Luna,es,hola@cafe-luna.example,968 55 03 01
            taller-rey,Taller Rey,es,nobody,12
            """
        try rows.write(toFile: file, atomically: true, encoding: .utf8)
        try await browser.go(to: stage.console + "/import")
        try await browser.choose(file, in: "input[name=customers]")
        try await browser.leaving {
            _ = try await browser.run("document.querySelector('main form button.primary').click()")
        }
        try await page("import-review")
        try await browser.leaving {
            _ = try await browser.run("document.querySelector('main form button.primary').click()")
        }
        try await browser.wait(until: "document.querySelector('#import-status:not([data-running])')")
        try await page("import-status")
    }
}
