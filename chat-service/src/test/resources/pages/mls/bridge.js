// Lets a test drive members of MLS groups in this page: bytes are base64, members and groups numbers.
import { MlsGroup, MlsMember, safetyHalf } from "/assets/chat/mls.js";

const things = [];
const put = (thing) => things.push(thing) - 1;
const bytes = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
const text = (given) => btoa(Array.from(given, (byte) => String.fromCharCode(byte)).join(""));
const changed = (change) => ({
  ...change,
  ...(change.add && {
    add: change.add.map(({ who, keyPackage }) => ({ who, keyPackage: bytes(keyPackage) })),
  }),
});
const outgoing = (made) => ({
  ...made,
  commit: text(made.commit),
  groupInfo: text(made.groupInfo),
  welcome: made.welcome ? text(made.welcome) : "",
});

window.bridge = {
  member: async (identity) => put(await MlsMember.create(identity)),
  keyPackage: async (member) => text(await things[member].keyPackage()),
  lastResort: async (member) => text(await things[member].lastResortKeyPackage()),
  create: async (member, chat, generation) => put(await things[member].create(chat, generation)),
  join: async (member, welcome) => put(await things[member].join(bytes(welcome))),
  enter: async (member, info) => {
    const entry = await things[member].enter(bytes(info));
    return { entry: put(entry), ...outgoing(entry) };
  },
  entered: async (entry, commit) => put(things[entry].entered(bytes(commit))),
  prepare: async (group, change) => {
    const made = await things[group].prepare(changed(change));
    return made.needsNewGroup ? made : outgoing(made);
  },
  abandon: async (group) => things[group].abandon(),
  handle: async (group, commit) => things[group].handle(bytes(commit)),
  encrypt: async (group, plaintext) => text(await things[group].encrypt(bytes(plaintext))),
  decrypt: async (group, message) => {
    const { from, plaintext } = await things[group].decrypt(bytes(message));
    return { from, plaintext: text(plaintext) };
  },
  state: async (group) => ({
    epoch: things[group].epoch,
    authenticator: text(things[group].epochAuthenticator),
    epochNumber: await things[group].epochNumber(),
    members: things[group].members,
  }),
  safetyNumber: async (group, user) => things[group].safetyNumber(user),
  safetyHalf: async (user, keys) => safetyHalf(user, keys.map(bytes)),
  reload: async (member, group) => ({
    member: put(MlsMember.restore(structuredClone(things[member].save()))),
    group: put(MlsGroup.restore(structuredClone(await things[group].save()))),
  }),
};
