/**
 * URLs as browsers read them: the part of the WHATWG URL standard that absolute http and https URLs
 * need. What a link may lead to is decided elsewhere; here it is only read.
 *
 * <pre>
 *   https : // b%C3%BCcher.example :443 /a/../b ?q #f      as given
 *     |            |                 |     |     |  |
 *   scheme      UrlHost            port  path query fragment
 *                  | percent-decoded, UTS #46 to ASCII
 *                  +-- Ipv6   in brackets
 *                  +-- Ipv4   the last label is a number, in any notation
 *                  +-- Name   all else
 *
 *   https://xn--bcher-kva.example/b?q#f                    as kept
 * </pre>
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.url.WhatwgUrl}, {@link
 * dev.whiteboard.shortener.url.PercentEncoding}, {@link dev.whiteboard.shortener.url.UrlHost},
 * {@link dev.whiteboard.shortener.url.Ipv4}, {@link dev.whiteboard.shortener.url.Ipv6}, {@link
 * dev.whiteboard.shortener.url.InternationalName}, {@link
 * dev.whiteboard.shortener.url.UrlSyntaxException}.
 *
 * <p>Threads: pure computation, for any thread; but the first name that is not plain ASCII loads
 * Unicode's tables, which takes a fraction of a second and is not for event loops.
 */
@NullMarked
package dev.whiteboard.shortener.url;

import org.jspecify.annotations.NullMarked;
