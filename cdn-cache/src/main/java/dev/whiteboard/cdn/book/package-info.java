/**
 * The routes and functions of a process as one book with a version, so that all processes come to
 * have the newest.
 *
 * <pre>
 *   operator ─▸ Books of one process ─ version, with each health check ─▸ the others
 *                        ▴                                                  │ newer?
 *                        └──────────── question; the whole book ────────────┘
 * </pre>
 *
 * <p>In reading order: {@link dev.whiteboard.cdn.book.BookVersion}, {@link
 * dev.whiteboard.cdn.book.Book}, {@link dev.whiteboard.cdn.book.Books}, {@link
 * dev.whiteboard.cdn.book.BookCodec}. What brings it from one to another is in {@code world}.
 *
 * <p>Any thread may ask for the version; to change and to take a book may wait.
 */
@NullMarked
package dev.whiteboard.cdn.book;

import org.jspecify.annotations.NullMarked;
