/**
 * HTTP as tests of servers speak it, also where it is wrong: {@link
 * dev.whiteboard.stack.http.RawConnection}.
 *
 * <p>Threads: blocking, on the caller's thread, with a deadline on each wait. One thread may write
 * while another reads.
 */
@NullMarked
package dev.whiteboard.stack.http;

import org.jspecify.annotations.NullMarked;
