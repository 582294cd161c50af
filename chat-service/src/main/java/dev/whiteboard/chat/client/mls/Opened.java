package dev.whiteboard.chat.client.mls;

/**
 * A message that was decrypted.
 *
 * @param from who signed it: the proof, unlike the sender that the server tells
 * @param plaintext what it says
 */
public record Opened(MlsIdentity from, byte[] plaintext) {}
