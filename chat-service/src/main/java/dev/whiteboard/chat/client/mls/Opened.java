package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.id.MlsIdentity;

/**
 * A message that was decrypted.
 *
 * @param from who signed it: the proof, unlike the sender that the server tells
 * @param plaintext what it says
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way, never compared
public record Opened(MlsIdentity from, byte[] plaintext) {}
