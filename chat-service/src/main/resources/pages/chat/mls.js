// End-to-end encryption by MLS (RFC 9420) in the browser: this device as a member of groups. The same
// operations as the Java library's MlsMember and MlsGroup, and the same bytes on the wire.
//
//   const me = await MlsMember.create({ user, device });
//   upload(await me.keyPackage());
//   const group = await me.join(welcome);          // or me.create(chat, generation), or me.enter(info)
//   send(await group.encrypt(bytes));              // -> the chat's log -> group.decrypt
//   const change = await group.prepare({ refresh: true });
//   upload(change.commit);                         // applied when it comes back: group.handle(commit)
//
// Bytes are Uint8Arrays. A member is { user, device }, two UUIDs. Keys never leave this file but in
// what save() gives, which is as secret as they are.

import * as mls from "./ts-mls.js";
import {
  CONFIG, GOOD_FOR_S, HOUR_S, OWN_MESSAGES_KEPT, PACKAGES_KEPT, PADDED_BYTES, PLAINTEXT_BYTES_MAX,
  SUITE, checkMembers, decoded, describe, encoded, encodedPackage, failing, half, leavesOf,
  proposals, removedBy, suite, treeOf, whyNotWithout, without,
} from "./mls-commits.js";
import {
  MlsError, deviceText, digestKey, digits, groupName, nameOf, same, sameDevice, sha512, utf8, uuidBytes,
} from "./mls-names.js";

export { MlsError, safetyHalf } from "./mls-names.js";

/** A device: its signature key, its key packages, and how it gets into groups. */
export class MlsMember {
  #identity;
  #signature;
  #packages; // { publicPackage, privatePackage }, oldest first
  #lastResort;

  constructor(identity, signature, packages, lastResort) {
    this.#identity = identity;
    this.#signature = signature;
    this.#packages = packages;
    this.#lastResort = lastResort;
  }

  /** With a new signature key. */
  static async create({ user, device }) {
    const signature = await (await suite()).signature.keygen();
    return new MlsMember({ user, device }, signature, [], undefined);
  }

  /** From what save() gave. */
  static restore({ identity, signature, packages, lastResort }) {
    return new MlsMember(identity, signature, packages, lastResort);
  }

  /** All of it, private keys too, as IndexedDB takes it; to be kept before a key package is given. */
  save() {
    return {
      identity: this.identity,
      signature: this.#signature,
      packages: [...this.#packages],
      lastResort: this.#lastResort,
    };
  }

  get identity() {
    return { ...this.#identity };
  }

  /** Makes a key package that adds this device to one group. */
  async keyPackage() {
    const made = await this.#fresh();
    this.#packages.push(made);
    if (this.#packages.length > PACKAGES_KEPT) this.#packages.shift();
    return encodedPackage(made);
  }

  /** Makes the key package for when no other is left; it may be used more than once. */
  async lastResortKeyPackage() {
    this.#lastResort = await this.#fresh();
    return encodedPackage(this.#lastResort);
  }

  /** Makes a group with nobody else in it; a first commit adds the others. */
  async create(chat, generation = 0) {
    const { publicPackage, privatePackage } = await this.#fresh();
    const name = groupName(chat, generation);
    const state = await mls.createGroup(name, publicPackage, privatePackage, [], await suite(), CONFIG);
    return new MlsGroup(state);
  }

  /** Joins the group that a welcome is to. */
  async join(welcome) {
    const read = decoded(welcome, "mls_welcome").welcome;
    const own = await this.#take(read);
    const cs = await suite();
    const state = await failing("join a group", () =>
      mls.joinGroup(
        read, own.publicPackage, own.privatePackage, mls.emptyPskIndex, cs, undefined, undefined, CONFIG,
      ));
    return new MlsGroup(state);
  }

  /**
   * Enters a group on its own, by an external commit; where this device was in it before, with other
   * keys, that one goes. In when its commit comes back: entered(commit) gives the group then.
   */
  async enter(groupInfo) {
    const info = decoded(groupInfo, "mls_group_info").groupInfo;
    const { publicPackage, privatePackage } = await this.#fresh();
    const cs = await suite();
    const was = leavesOf(treeOf(info)).some(({ who }) => sameDevice(who, this.#identity));
    const { publicMessage, newState } = await failing("enter a group", () =>
      mls.joinGroupExternal(info, publicPackage, privatePackage, was, cs, undefined, CONFIG));
    const commit = encoded({ wireformat: "mls_public_message", publicMessage });
    const { chat, generation } = nameOf(info.groupContext.groupId);
    const epoch = Number(info.groupContext.epoch);
    return {
      chat, generation, epoch, commit, joiners: [],
      groupInfo: await describe(newState),
      entered: (sequenced) => (same(commit, sequenced) ? new MlsGroup(newState) : undefined),
    };
  }

  async #fresh() {
    const now = BigInt(Math.floor(Date.now() / 1000));
    return mls.generateKeyPackageWithKey(
      { credentialType: "basic", identity: utf8(`${this.#identity.user}/${this.#identity.device}`) },
      { versions: ["mls10"], ciphersuites: [SUITE], extensions: [], proposals: [], credentials: ["basic"] },
      { notBefore: now - HOUR_S, notAfter: now + GOOD_FOR_S },
      [],
      this.#signature,
      await suite(),
    );
  }

  /** The key package that a welcome is for; gone then, unless it is that of last resort. */
  async #take(welcome) {
    const isFor = async (own) => {
      const ref = await mls.makeKeyPackageRef(own.publicPackage, (await suite()).hash);
      return welcome.secrets.some(({ newMember }) => same(newMember, ref));
    };
    for (const [at, own] of this.#packages.entries()) {
      if (await isFor(own)) return this.#packages.splice(at, 1)[0];
    }
    if (this.#lastResort && (await isFor(this.#lastResort))) return this.#lastResort;
    throw new MlsError("the welcome is for none of this device's key packages");
  }
}

/** A device's place in one encrypted chat. Calls are done one after another, in their order. */
export class MlsGroup {
  #state;
  #pending; // { change, commit, newState }
  #own = new Map(); // hash of a message -> what it says
  #last = Promise.resolve();

  constructor(state) {
    this.#state = state;
  }

  /** From what save() gave. */
  static restore({ state, pending, own }) {
    const group = new MlsGroup(stateOf(state));
    group.#pending = pending && { ...pending, newState: stateOf(pending.newState) };
    group.#own = new Map(own);
    return group;
  }

  /**
   * All of it, private keys too, as IndexedDB takes it. To be kept before what encrypt() gave is sent,
   * and after each message and commit: who goes back to an earlier one uses keys twice.
   */
  save() {
    return this.#inTurn(async () => ({
      state: mls.encodeGroupState(this.#state),
      pending: this.#pending && {
        ...this.#pending,
        newState: mls.encodeGroupState(this.#pending.newState),
      },
      own: new Map(this.#own),
    }));
  }

  get chat() {
    return nameOf(this.#state.groupContext.groupId).chat;
  }

  get generation() {
    return nameOf(this.#state.groupContext.groupId).generation;
  }

  get epoch() {
    return Number(this.#state.groupContext.epoch);
  }

  get isRemoved() {
    return this.#state.groupActiveState.kind === "removedFromGroup";
  }

  /** Who is in it. */
  get members() {
    return leavesOf(this.#state.ratchetTree).map(({ who }) => who);
  }

  /** What all members of an epoch share, and nobody else knows. */
  get epochAuthenticator() {
    return this.#state.keySchedule.epochAuthenticator.slice();
  }

  /** Sixty digits that are the same for all members who are in the same epoch of the same group. */
  async epochNumber() {
    return digits(await sha512(this.epochAuthenticator), 12);
  }

  /** The digits to compare with another user, who sees the same ones. */
  async safetyNumber(user) {
    const leaves = leavesOf(this.#state.ratchetTree);
    const self = leaves.find(({ index }) => index === this.#state.privatePath.leafIndex);
    const halves = [await half(leaves, user), await half(leaves, self.who.user)];
    return halves.sort().join(" ");
  }

  /**
   * Makes the commit of a change: { add: [{ who, keyPackage }] }, { remove: [who] } or
   * { refresh: true }. Answers { chat, generation, epoch, commit, welcome?, joiners, groupInfo }, or
   * { needsNewGroup: why } where no commit can do it.
   */
  prepare(change) {
    return this.#inTurn(() => this.#prepare(change));
  }

  async #prepare(change) {
    this.#requireMember();
    if (this.#pending) throw new MlsError("a commit of this member is on its way");
    const needsNewGroup = this.#refusal(change);
    if (needsNewGroup) return { needsNewGroup };
    const context = { state: this.#state, cipherSuite: await suite(), pskIndex: mls.emptyPskIndex };
    const made = await failing("commit", () =>
      mls.createCommit(context, {
        wireAsPublicMessage: true,
        ratchetTreeExtension: true,
        extraProposals: proposals(change, this.#state),
      }));
    const outgoing = await this.#outgoing(change, made);
    this.#pending = { change, commit: outgoing.commit, newState: made.newState };
    return outgoing;
  }

  #refusal(change) {
    const leaves = leavesOf(this.#state.ratchetTree);
    if (change.add) return undefined;
    const gone = (change.remove ?? []).map(deviceText);
    const self = leaves.find(({ index }) => index === this.#state.privatePath.leafIndex);
    if (gone.includes(deviceText(self.who))) {
      throw new MlsError("a member can't remove itself: another one does");
    }
    return whyNotWithout(leaves, gone);
  }

  async #outgoing(change, made) {
    const welcome =
      made.welcome && encoded({ wireformat: "mls_welcome", welcome: made.welcome });
    return {
      chat: this.chat,
      generation: this.generation,
      epoch: this.epoch,
      commit: encoded(made.commit),
      ...(welcome && { welcome }),
      joiners: (change.add ?? []).map(({ who }) => who),
      groupInfo: await describe(made.newState),
    };
  }

  /** Gives up a commit that the service refused for good; one that may have arrived is retried. */
  abandon() {
    return this.#inTurn(async () => {
      this.#pending = undefined;
    });
  }

  /**
   * Handles a commit of the chat's log, each in the log's order. Answers { kind }: "advanced" with
   * epoch, added, removed, own, and lost where another's was before this member's; "removed" where
   * this member is out; "past" where there is nothing to do; "replaced" with the generation of the
   * group that takes this one's place.
   */
  handle(commit) {
    return this.#inTurn(() => this.#handle(commit));
  }

  async #handle(commit) {
    const { publicMessage } = decoded(commit, "mls_public_message");
    const { groupId, epoch, contentType } = publicMessage.content;
    if (contentType !== "commit") throw new MlsError("this is no commit");
    const of = nameOf(groupId);
    if (of.chat !== this.chat) throw new MlsError("the commit is of another chat");
    if (of.generation > this.generation) return { kind: "replaced", generation: of.generation };
    if (of.generation < this.generation || epoch < this.epoch) return { kind: "past" };
    if (this.isRemoved) return { kind: "removed" };
    if (epoch > this.epoch) throw new MlsError(`epoch ${epoch} is over before ${this.epoch} is`);
    return this.#pending && same(this.#pending.commit, commit)
      ? this.#applyOwn()
      : this.#applyOther(publicMessage);
  }

  #applyOwn() {
    const { newState } = this.#pending;
    this.#pending = undefined;
    // What was read meanwhile in the epoch that ends stays read.
    const ended = this.#state.groupContext.epoch;
    const kept = new Map(newState.historicalReceiverData);
    if (kept.has(ended)) {
      kept.set(ended, { ...kept.get(ended), secretTree: this.#state.secretTree });
    }
    return this.#advance({ ...newState, historicalReceiverData: kept }, true, undefined);
  }

  async #applyOther(publicMessage) {
    checkMembers(publicMessage.content, leavesOf(this.#state.ratchetTree));
    const newState = await failing("handle a commit", () => this.#process(publicMessage));
    const lost = this.#pending?.change;
    this.#pending = undefined;
    if (newState.groupActiveState.kind === "removedFromGroup") {
      this.#state = newState;
      return { kind: "removed" };
    }
    return this.#advance(newState, false, lost);
  }

  async #process(publicMessage) {
    const { sender, commit } = publicMessage.content;
    const { groupContext, keySchedule, privatePath, ratchetTree } = this.#state;
    const cs = await suite();
    // This device has come in with other keys: the library would look for its own in the new tree.
    if (sender.senderType === "new_member_commit" && removedBy(commit).includes(privatePath.leafIndex)) {
      const { membershipKey } = keySchedule;
      await mls.unprotectPublicMessage(membershipKey, groupContext, ratchetTree, publicMessage, cs);
      return { ...this.#state, groupActiveState: { kind: "removedFromGroup" } };
    }
    return (await mls.processPublicMessage(this.#state, publicMessage, mls.emptyPskIndex, cs)).newState;
  }

  #advance(newState, own, lost) {
    const before = leavesOf(this.#state.ratchetTree);
    this.#state = newState;
    const after = leavesOf(newState.ratchetTree);
    return {
      kind: "advanced", epoch: this.epoch, own, lost,
      added: without(after, before),
      removed: without(before, after),
    };
  }

  /** Encrypts something to say, for those who are members now. */
  encrypt(plaintext) {
    return this.#inTurn(async () => {
      this.#requireMember();
      if (plaintext.length > PLAINTEXT_BYTES_MAX) throw new MlsError("that is too much for a message");
      const paddingLength = (PADDED_BYTES - (plaintext.length % PADDED_BYTES)) % PADDED_BYTES;
      const paddingConfig = { kind: "alwaysPad", paddingLength };
      const padding = { ...this.#state, clientConfig: { ...CONFIG, paddingConfig } };
      const made = await failing("encrypt", async () =>
        mls.createApplicationMessage(padding, plaintext, await suite(), uuidBytes(this.chat)));
      this.#state = { ...made.newState, clientConfig: CONFIG };
      made.consumed.forEach(mls.zeroOutUint8Array);
      const { privateMessage } = made;
      const message = encoded({ wireformat: "mls_private_message", privateMessage });
      await this.#remember(message, plaintext);
      return message;
    });
  }

  async #remember(message, plaintext) {
    this.#own.set(await digestKey(message), plaintext.slice());
    if (this.#own.size > OWN_MESSAGES_KEPT) this.#own.delete(this.#own.keys().next().value);
  }

  /**
   * Decrypts what somebody said, once: { from, plaintext }, from being who signed it. What this member
   * said itself is not decrypted, which MLS can't, but remembered.
   */
  decrypt(message) {
    return this.#inTurn(async () => {
      const said = this.#own.get(await digestKey(message));
      if (said) {
        const self = leavesOf(this.#state.ratchetTree).find(
          ({ index }) => index === this.#state.privatePath.leafIndex);
        return { from: self.who, plaintext: said.slice() };
      }
      return failing("decrypt", () => this.#open(message));
    });
  }

  async #open(message) {
    const { privateMessage } = decoded(message, "mls_private_message");
    if (!same(privateMessage.groupId, this.#state.groupContext.groupId)) {
      throw new MlsError("the message is of another group");
    }
    if (privateMessage.contentType !== "application") throw new MlsError("this is nothing said");
    const epoch = this.#epoch(privateMessage.epoch);
    const opened = await mls.unprotectPrivateMessage(
      epoch.senderDataSecret, privateMessage, epoch.secretTree, epoch.ratchetTree, epoch.groupContext,
      CONFIG.keyRetentionConfig, await suite());
    const { sender, authenticatedData, applicationData } = opened.content.content;
    if (!same(authenticatedData, uuidBytes(this.chat))) {
      throw new MlsError("the message was sealed for another chat");
    }
    epoch.keep(opened.tree);
    opened.consumed.forEach(mls.zeroOutUint8Array);
    const { who } = leavesOf(epoch.ratchetTree).find(({ index }) => index === sender.leafIndex);
    return { from: who, plaintext: applicationData };
  }

  /** The keys of an epoch, and how to keep what is left of them after a message. */
  #epoch(number) {
    const state = this.#state;
    if (number === state.groupContext.epoch) {
      const keep = (secretTree) => (this.#state = { ...state, secretTree });
      const { senderDataSecret } = state.keySchedule;
      const { secretTree, ratchetTree, groupContext } = state;
      return { senderDataSecret, secretTree, ratchetTree, groupContext, keep };
    }
    const old = state.historicalReceiverData.get(number);
    if (!old) throw new MlsError(`no keys of epoch ${number} are held`);
    const keep = (secretTree) => {
      const kept = new Map(state.historicalReceiverData).set(number, { ...old, secretTree });
      this.#state = { ...state, historicalReceiverData: kept };
    };
    return { ...old, keep };
  }

  #requireMember() {
    if (this.isRemoved) throw new MlsError("this member was removed");
  }

  #inTurn(task) {
    const done = this.#last.then(task);
    this.#last = done.catch(() => {});
    return done;
  }
}

/** What of a change is still to do where these are members; undefined where nothing is. */
export function rebased(change, members) {
  const there = members.map(deviceText);
  if (change.add) {
    const add = change.add.filter(({ who }) => !there.includes(deviceText(who)));
    return add.length ? { add } : undefined;
  }
  if (change.remove) {
    const remove = change.remove.filter((who) => there.includes(deviceText(who)));
    return remove.length ? { remove } : undefined;
  }
  return change;
}

function stateOf(bytes) {
  const state = mls.decodeGroupState(bytes, 0)?.[0];
  if (!state) throw new MlsError("what was kept of the group can't be read");
  return { ...state, clientConfig: CONFIG };
}
