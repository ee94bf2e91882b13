import Access
import Catalog
import Database
import Delivery
import GoBag
import Incidents
import Paging
import Response

/// The one list of migrations, in the order in which every database has them.
package enum Schema {
    ///
    /// Their names begin with their place: a room's later ones come after those that other rooms have by then.
    package static let migrations: [Migration] =
        (AccessMigrations.all + CatalogMigrations.all + IncidentMigrations.all + DeliveryMigrations.all
        + GoBagMigrations.all + PagingMigrations.all + ResponseMigrations.all).sorted { $0.name < $1.name }

    /// The rooms that have templates.
    package static let templateRooms = ["Console", "GoBag", "Letters", "StatusPage"]

    /// The rooms that have strings.
    package static let rooms = [
        "Access", "Assembly", "Basis", "Catalog", "Console", "Delivery", "GoBag", "Incidents", "Letters",
        "Paging", "Replay", "Response", "Review", "StatusPage", "amends",
    ]
}
