/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
///
/// Everything that is stored or compared is an `Instant`; calendars and time zones appear only where a person
/// reads.
package struct Instant: Sendable, Hashable, Comparable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package init(seconds: Int64) {
        milliseconds = seconds * 1_000
    }

    package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment that lies `span` later (earlier where it is negative).
    package static func + (left: Self, span: Span) -> Self {
        Self(milliseconds: left.milliseconds + span.milliseconds)
    }

    package static func - (left: Self, span: Span) -> Self {
        Self(milliseconds: left.milliseconds - span.milliseconds)
    }

    /// The time that passed from `right` to `left`.
    package static func - (left: Self, right: Self) -> Span {
        Span(milliseconds: left.milliseconds - right.milliseconds)
    }
}

/// A length of time in milliseconds.
package struct Span: Sendable, Hashable, Comparable, Codable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func seconds(_ count: Int64) -> Self { Self(milliseconds: count * 1_000) }
    package static func minutes(_ count: Int64) -> Self { Self(milliseconds: count * 60_000) }
    package static func hours(_ count: Int64) -> Self { Self(milliseconds: count * 3_600_000) }
    package static func days(_ count: Int64) -> Self { Self(milliseconds: count * 86_400_000) }

    package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    /// Whole seconds, rounded down.
    package var seconds: Int64 { milliseconds / 1_000 }

    /// Whole minutes, rounded down.
    package var minutes: Int64 { milliseconds / 60_000 }
}
