import Basis
import Testing

import GoBag
