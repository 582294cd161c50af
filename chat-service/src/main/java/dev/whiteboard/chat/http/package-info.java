/**
 * The chat's routes. A handler tells who asks, parses, calls, answers; nothing is decided here.
 *
 * <p>Reading order: {@link dev.whiteboard.chat.http.Callers}, {@link
 * dev.whiteboard.chat.http.AccountApi}, {@link dev.whiteboard.chat.http.SessionApi}, {@link
 * dev.whiteboard.chat.http.RoomApi}, {@link dev.whiteboard.chat.http.MemberApi}, {@link
 * dev.whiteboard.chat.http.HistoryApi}, {@link dev.whiteboard.chat.http.SearchApi}, {@link
 * dev.whiteboard.chat.http.MlsApi}.
 *
 * <p>Threads: endpoints block and run on virtual threads; limits by address run on event loops,
 * before a body is read.
 */
@NullMarked
package dev.whiteboard.chat.http;

import org.jspecify.annotations.NullMarked;
