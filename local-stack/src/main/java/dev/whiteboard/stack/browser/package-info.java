/**
 * A real browser for tests of pages: the Chromium or Chrome that is installed, driven by
 * Playwright.
 *
 * <p>Reading order: {@link dev.whiteboard.stack.browser.NeedsBrowser}, {@link
 * dev.whiteboard.stack.browser.BrowserExtension}, {@link
 * dev.whiteboard.stack.browser.InstalledChromium}; then what tests of several pages ask, {@link
 * dev.whiteboard.stack.browser.PageLook} and {@link dev.whiteboard.stack.browser.PageComplaints}.
 *
 * <p>Threads: JUnit's own. Playwright is not thread-safe: such tests run one after the other.
 */
@NullMarked
package dev.whiteboard.stack.browser;

import org.jspecify.annotations.NullMarked;
