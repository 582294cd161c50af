/**
 * Users, their devices' sign-ins, and the tokens that prove them.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.account.Caller}, {@link
 * dev.whiteboard.chat.account.Authenticator}.
 *
 * <p>Threads: checking a token never blocks; signing up and in does, and takes a processor for a
 * while on purpose.
 */
@NullMarked
package dev.whiteboard.chat.account;

import org.jspecify.annotations.NullMarked;
