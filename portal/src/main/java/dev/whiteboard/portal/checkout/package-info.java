/**
 * The project's own files, where the portal runs in a checkout: READMEs, follow-ups, code, and the
 * capacity sheet where one was made.
 *
 * <p>Reading order: {@link dev.whiteboard.portal.checkout.Checkout} (what may be read), {@link
 * dev.whiteboard.portal.checkout.Markdown}, {@link dev.whiteboard.portal.checkout.CapacitySheet}.
 *
 * <p>Threads: any; files are read anew each time, which may block.
 */
@NullMarked
package dev.whiteboard.portal.checkout;

import org.jspecify.annotations.NullMarked;
