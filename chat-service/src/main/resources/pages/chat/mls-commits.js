// Commits, and what they are made of: what ts-mls is asked to do, and what it does not check.

import * as mls from "./ts-mls.js";
import {
  MlsError, deviceOf, deviceText, identityText, isDevice, safetyHalf, same, sameDevice, textOf,
} from "./mls-names.js";

export const SUITE = "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519";

// Bounds, the same as in Java.
const SKIPPED_MAX = 1000; // messages of a sender that may be lost or late
const OLD_EPOCHS_KEPT = 3; // to read what was sealed before its sender saw a commit
export const OWN_MESSAGES_KEPT = 256; // nobody can decrypt what he said himself
export const PACKAGES_KEPT = 200; // key packages given away and not used yet
export const PLAINTEXT_BYTES_MAX = 64 * 1024;
export const PADDED_BYTES = 64;
export const HOUR_S = 3600n;
export const GOOD_FOR_S = 90n * 24n * HOUR_S;

export const CONFIG = {
  ...mls.defaultClientConfig,
  keyRetentionConfig: {
    retainKeysForGenerations: SKIPPED_MAX,
    retainKeysForEpochs: OLD_EPOCHS_KEPT,
    maximumForwardRatchetSteps: SKIPPED_MAX,
  },
  lifetimeConfig: { maximumTotalLifetime: GOOD_FOR_S + HOUR_S, validateLifetimeOnReceive: false },
  keyPackageEqualityConfig: {
    compareKeyPackages: (a, b) => textOf(a.leafNode) === textOf(b.leafNode),
    compareKeyPackageToLeafNode: (a, leaf) => textOf(a.leafNode) === textOf(leaf),
  },
  authService: { validateCredential: async (credential) => isDevice(identityText(credential)) },
};

let suiteLoading;

export async function suite() {
  suiteLoading ??= mls.defaultCryptoProvider.getCiphersuiteImpl(mls.getCiphersuiteFromName(SUITE));
  return suiteLoading;
}

export async function failing(what, task) {
  try {
    return await task();
  } catch (cause) {
    if (cause instanceof MlsError) throw cause;
    throw new MlsError(`can't ${what}: ${cause.message}`, { cause });
  }
}

export function proposals(change, state) {
  if (change.add) return adds(change.add, state);
  const leaves = leavesOf(state.ratchetTree);
  return (change.remove ?? []).map((who) => {
    const leaf = leaves.find((one) => sameDevice(one.who, who));
    if (!leaf) throw new MlsError(`${deviceText(who)} is no member`);
    return { proposalType: "remove", remove: { removed: leaf.index } };
  });
}

function adds(joiners, state) {
  const leaves = leavesOf(state.ratchetTree);
  const made = joiners.map(({ who, keyPackage }) => {
    const read = decoded(keyPackage, "mls_key_package").keyPackage;
    if (textOf(read.leafNode) !== deviceText(who)) {
      throw new MlsError(`the key package is not of ${deviceText(who)}`);
    }
    if (leaves.some((leaf) => sameDevice(leaf.who, who))) {
      throw new MlsError(`${deviceText(who)} is a member already`);
    }
    return { proposalType: "add", add: { keyPackage: read } };
  });
  // The same extensions once more: with them a commit brings new keys on its path, and the joiner
  // gets the secret of those above it, without which the Java library gives it wrong ones.
  const { extensions } = state.groupContext;
  const path = {
    proposalType: "group_context_extensions",
    groupContextExtensions: { extensions },
  };
  return state.groupContext.epoch > 0n ? [...made, path] : made;
}

export function removedBy({ proposals: given }) {
  return given.flatMap(({ proposal }) => proposal?.remove?.removed ?? []);
}

/** Refuses what the libraries let through: one who comes in on his own and puts another out, and one
 * who is added and is there. */
export function checkMembers({ sender, commit }, leaves) {
  const given = commit.proposals.flatMap(({ proposal }) => proposal ?? []);
  const gone = removedBy(commit);
  const staying = leaves.filter(({ index }) => !gone.includes(index));
  const come = given.flatMap(({ add }) => (add ? [textOf(add.keyPackage.leafNode)] : []));
  if (sender.senderType === "new_member_commit") {
    const who = commit.path ? textOf(commit.path.leafNode) : "nobody";
    const others = leaves.filter(({ index }) => gone.includes(index));
    if (others.some((leaf) => deviceText(leaf.who) !== who)) {
      throw new MlsError(`${who} comes in and puts somebody else out`);
    }
    come.push(who);
  }
  const twice = come.find(
    (who, at) => come.indexOf(who) !== at || staying.some((leaf) => deviceText(leaf.who) === who));
  if (twice) throw new MlsError(`${twice} comes in and is a member already`);
}

/** Why these can't be removed by a commit of one who stays: what the Java library gets wrong (bc-java
 * #2492) and would not accept from here either. */
export function whyNotWithout(leaves, gone) {
  const staying = leaves.filter(({ who }) => !gone.includes(deviceText(who)));
  if (staying.length < 2) return "nobody else would be left";
  const last = staying.at(-1).index;
  const half = 2 ** Math.floor(Math.log2(last));
  return staying[0].index >= half ? "nobody would be left in the left half of the tree" : undefined;
}

export async function describe(state) {
  const groupInfo =
    await mls.createGroupInfoWithExternalPubAndRatchetTree(state, [], await suite());
  return encoded({ wireformat: "mls_group_info", groupInfo });
}

export function leavesOf(tree) {
  return tree.flatMap((node, at) =>
    node?.nodeType === "leaf"
      ? [{ index: at / 2, who: deviceOf(textOf(node.leaf)), key: node.leaf.signaturePublicKey }]
      : []);
}

export function without(leaves, others) {
  return leaves
    .filter(({ who, key: mine }) =>
      !others.some((other) => sameDevice(other.who, who) && same(other.key, mine)))
    .map(({ who }) => who);
}

export function encodedPackage({ publicPackage }) {
  return encoded({ wireformat: "mls_key_package", keyPackage: publicPackage });
}

export function encoded(message) {
  return mls.encodeMlsMessage({ version: "mls10", ...message });
}

export function decoded(bytes, wireformat) {
  let message;
  try {
    message = mls.decodeMlsMessage(bytes, 0)?.[0];
  } catch (cause) {
    throw new MlsError("this is no message of MLS", { cause });
  }
  if (message?.wireformat !== wireformat) throw new MlsError(`this is no ${wireformat}`);
  return message;
}

export function treeOf(groupInfo) {
  const extension = groupInfo.extensions.find((one) => one.extensionType === "ratchet_tree");
  if (!extension) throw new MlsError("the group's description has no tree");
  return mls.decodeRatchetTree(extension.extensionData, 0)?.[0] ?? [];
}

export async function half(leaves, user) {
  const keys = leaves.filter(({ who }) => who.user === user).map((leaf) => leaf.key);
  if (!keys.length) throw new MlsError(`${user} is no member`);
  return safetyHalf(user, keys);
}
