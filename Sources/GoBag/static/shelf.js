// What was recorded: in memory, and encrypted in this browser's storage so that it survives a reload.

const shelfName = `amends-gobag:${sealedBag.bag}`;
const isTold = new Set(["reached", "already_knew", "sent"]);
let contents = null;
let shelf = emptyShelf();
/** Whether this browser refuses to keep anything; then people are told to hand over before they close the page. */
let isForgetful = false;

function emptyShelf() {
  return { me: null, language: null, outcomes: [], undone: [], facts: {} };
}

async function loadShelf() {
  try {
    const kept = localStorage.getItem(shelfName);
    if (kept) shelf = { ...emptyShelf(), ...(await unsealText(kept, contents.phoneKey, shelfName)) };
    localStorage.setItem(`${shelfName}:try`, "1");
    localStorage.removeItem(`${shelfName}:try`);
  } catch {
    isForgetful = true; // private browsing, a full or a forbidden storage
  }
}

/** Saves happen one after the other, so that an older state never lands on a newer one. */
let saving = Promise.resolve();

function saveShelf() {
  saving = saving.then(async () => {
    try {
      localStorage.setItem(shelfName, await sealText(shelf, contents.phoneKey, shelfName));
    } catch {
      isForgetful = true;
    }
  });
  return saving;
}

// The same bag in another tab: take over what was recorded there.
addEventListener("storage", async (event) => {
  if (event.key !== shelfName || !event.newValue || !contents) return;
  const other = await unsealText(event.newValue, contents.phoneKey, shelfName);
  const undone = new Set([...shelf.undone, ...other.undone]);
  const own = new Set(shelf.outcomes.map((outcome) => outcome.id));
  const all = [...shelf.outcomes, ...other.outcomes.filter((outcome) => !own.has(outcome.id))];
  shelf.undone = [...undone];
  shelf.outcomes = all.filter((outcome) => !undone.has(outcome.id)).sort((one, two) => (one.at < two.at ? -1 : 1));
  show();
});

/** Records what came of a call; the moment is now. */
async function record(customer, way, outcome, details = {}) {
  shelf.outcomes.push({
    id: toBase64URL(crypto.getRandomValues(new Uint8Array(16))),
    customer: customer.id,
    call: customer.call?.id,
    way: way?.way ?? "phone",
    address: way?.address,
    outcome,
    at: new Date().toISOString(),
    caller: contents.callers.some((caller) => caller.id === shelf.me) ? shelf.me : undefined,
    ...details,
  });
  await saveShelf();
}

/** Takes back what has not been handed over. */
async function undo(id) {
  shelf.outcomes = shelf.outcomes.filter((outcome) => outcome.id !== id || outcome.isHanded);
  shelf.undone.push(id);
  await saveShelf();
}

async function markHanded() {
  for (const outcome of shelf.outcomes) outcome.isHanded = true;
  await saveShelf();
}

function eraseShelf() {
  try {
    localStorage.removeItem(shelfName);
  } catch {
    // what could not be kept need not be erased
  }
  location.reload();
}

const outcomesOf = (customer) => shelf.outcomes.filter((outcome) => outcome.customer === customer.id);

/** The ways to a customer without those numbers that turned out to be somebody else's. */
function waysTo(customer) {
  const wrong = new Set(
    outcomesOf(customer)
      .filter((outcome) => outcome.outcome === "wrong_number")
      .map((outcome) => customer.ways.find((way) => way.address === outcome.address)?.number),
  );
  const left = customer.ways.filter((way) => !wrong.has(way.number));
  const first = left.findIndex((way) => way.address === customer.call?.address && way.way === customer.call?.way);
  return first > 0 ? [left[first], ...left.filter((_, index) => index !== first)] : left;
}

/** How a customer stands: told, to be called again at a time, tried so often, or not yet. */
function standing(customer) {
  const own = outcomesOf(customer);
  const told = own.find((outcome) => isTold.has(outcome.outcome));
  const last = own.at(-1);
  const dueAt = last?.outcome === "call_back" ? last.callBack : (customer.call?.dueAt ?? null);
  return { told, last, tries: own.length, dueAt, isDone: Boolean(told) || waysTo(customer).length === 0 };
}

/** Calls that are left, in the order in which to make them: promised ones whose time has come, then the least tried. */
function inOrder(customers) {
  const now = new Date().toISOString();
  const rank = ({ last, tries, dueAt }) => {
    if (last?.outcome === "call_back") return dueAt <= now ? -1 : 1000;
    return dueAt && dueAt > now ? 900 : tries;
  };
  return customers
    .map((customer, index) => ({ customer, index, rank: rank(standing(customer)) }))
    .sort((one, two) => one.rank - two.rank || one.index - two.index)
    .map(({ customer }) => customer);
}

/** Whose calls these are: those on somebody's sheet; without sheets those whom somebody looks after. */
function isOf(customer, caller) {
  if (!caller) return false;
  if (customer.call) return customer.call.caller === caller.id;
  if (contents.incident || !customer.manager) return false;
  return [caller.id, caller.name].some((name) => name.toLowerCase() === customer.manager.toLowerCase());
}

const meCaller = () => contents.callers.find((caller) => caller.id === shelf.me);
