// What the page needs of ts-mls: suite 1 with the browser's own cryptography, and nothing else.
export { defaultCryptoProvider } from "ts-mls/crypto/implementation/default/provider.js";
export { getCiphersuiteFromName } from "ts-mls/crypto/ciphersuite.js";
export { generateKeyPackageWithKey, makeKeyPackageRef } from "ts-mls/keyPackage.js";
export { createGroup, joinGroup, encodeGroupState, decodeGroupState } from "ts-mls/clientState.js";
export {
  createCommit,
  createGroupInfoWithExternalPubAndRatchetTree,
  joinGroupExternal,
} from "ts-mls/createCommit.js";
export { createApplicationMessage } from "ts-mls/createMessage.js";
export { unprotectPrivateMessage } from "ts-mls/messageProtection.js";
export { processPublicMessage } from "ts-mls/processMessages.js";
export { unprotectPublicMessage } from "ts-mls/messageProtectionPublic.js";
export { encodeMlsMessage, decodeMlsMessage } from "ts-mls/message.js";
export { emptyPskIndex } from "ts-mls/pskIndex.js";
export { decodeRatchetTree } from "ts-mls/ratchetTree.js";
export { defaultClientConfig } from "ts-mls/clientConfig.js";
export { zeroOutUint8Array } from "ts-mls/util/byteArray.js";
