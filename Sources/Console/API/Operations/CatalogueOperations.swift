import Basis
import Catalog
import Database
import HTTPTypes
import Response

extension Operation {
    /// What is sold, and to whom. It changes by import.
    static let catalogue: [Operation] = [
        .list("list_components", .catalogue, "components", of: Component.shape) { _, page, session in
            try page.answer(
                try ComponentStore.page(after: try page.id(from: 0), limit: page.limit + 1, in: session),
                id: \.id,
                json: \.json
            )
        },
        .reading("get_component", .catalogue, "components/:component", answer: ComponentDocument.shape) {
            call,
            session in
            let id = call.at("component")
            guard let component = try ComponentStore.with(externalID: id, in: session) else {
                throw DeedRefusal.unknownComponent(id)
            }
            return try ComponentDocument.json(component, in: session)
        },
        .list("list_customers", .catalogue, "customers", query: [.search], of: Customer.shape) {
            call,
            page,
            session in
            if let text = call.query["q"] {
                let found = try CustomerStore.search(text, limit: page.limit, in: session)
                return PageAnswer(items: found.map(\.json), mark: nil)
            }
            return try page.answer(
                try CustomerStore.page(after: try page.id(from: 0), limit: page.limit + 1, in: session),
                id: \.id,
                json: \.json
            )
        },
        .reading("get_customer", .catalogue, "customers/:customer", answer: CustomerDocument.shape) {
            call,
            session in
            let id = call.at("customer")
            guard let customer = try CustomerStore.with(externalID: id, in: session) else {
                throw DeedRefusal.unknownCustomer(id)
            }
            return try CustomerDocument.json(customer, in: session)
        },
    ]
}

extension Operation.Parameter {
    /// What a name or an own id contains.
    fileprivate static let search = Operation.Parameter(name: "q", shape: .line(max: 100))
}
