import Access
import Basis
import Catalog
import Delivery
import Incidents
import Review

extension CallSlip {
    static let shape = Shape.named(
        "Call",
        .object([
            .required("id", .count),
            .required("staff", .nullable(.ownID)),
            .required("customer", .ownID),
            .required("name", .line(max: 1_000)),
            .required("way", .name(max: 40)),
            .required("number", .line(max: 100)),
            .required("due_at", .time),
            .required("round", .count),
            .required("held_until", .nullable(.time)),
            .required("language", .name(max: 3)),
            .required("script", .text(max: 100_000)),
            .required("text", .text(max: 100_000)),
            .required("link", .line(max: 100_000)),
        ])
    )

    /// - Parameter staff: the own id of whoever has it.
    func json(staff: String?) -> JSONValue {
        [
            "id": .integer(Int(id)),
            "staff": .string(orNull: staff),
            "customer": .string(customer.externalID),
            "name": .string(customer.name),
            "way": .string(way.rawValue),
            "number": .string(number),
            "due_at": .time(dueAt),
            "round": .integer(round),
            "held_until": .time(heldUntil),
            "language": .string(language.code),
            "script": .string(script),
            "text": .string(shortText),
            "link": .string(link),
        ]
    }
}

extension NoticeReport {
    private static let counts: [Shape.Field] =
        [
            "planned", "handed_over", "refused", "skipped", "unknown", "waiting", "to_call",
            "possible_duplicates",
        ].map { .required($0, .count) } + [
            .required("by_channel", .map(.map(.count, max: 100), max: 100)),
            .required("skipped_by_reason", .map(.count, max: 100)),
            .required("passed_over_by_reason", .map(.count, max: 100)),
        ]

    static let shape = Shape.named(
        "Notices",
        .object(
            counts + [
                .required(
                    "customers",
                    .object(
                        ["hurt", "told", "waiting", "unreachable", "unknown"].map { .required($0, .count) }
                    )
                ),
                .required(
                    "campaigns",
                    .list(
                        .object(
                            counts + [
                                .required("id", .count),
                                .required("purpose", .name(max: 40)),
                                .required("audience", .name(max: 40)),
                                .required("state", .name(max: 40)),
                                .required("created_at", .time),
                            ]
                        ),
                        max: 10_000
                    )
                ),
            ]
        )
    )
}

extension Scorecard {
    private static let figures = [
        "customers_hurt", "told", "told_first", "knew_first", "told_unknown_which", "unreachable",
        "promises_due", "promises_kept", "promises_replaced", "promises_late", "contacts_before_told",
        "contacts_after_told", "emails_to_affected_carrier", "possible_duplicates",
    ]
    private static let seconds = [
        "first_notice_seconds", "median_notice_seconds", "last_notice_seconds", "longest_silence_seconds",
    ]

    static let shape = Shape.named(
        "Scorecard",
        .object(
            figures.map { .required($0, .count) } + seconds.map { .required($0, .nullable(.count)) } + [
                .required("told_first_share", .nullable(.number)),
                .required("by_channel", .map(.count, max: 100)),
                .required("skipped_by_reason", .map(.count, max: 100)),
                .required("passed_over_by_reason", .map(.count, max: 100)),
            ]
        )
    )
}

extension BackCounts {
    static let shape = Shape.named(
        "BackCounts",
        .object(["back", "still_broken", "unknown"].map { .required($0, .count) })
    )

    var json: JSONValue {
        ["back": .integer(back), "still_broken": .integer(stillBroken), "unknown": .integer(unknown)]
    }
}
