/**
 * The sheet as one page of HTML that needs nothing else: no script, no network, no file beside it.
 *
 * <pre>
 *   HtmlSheet     the page, section by section
 *   Comparison    a claim as two marks on an axis: what is asked, what was measured
 *   DumbbellChart, CurveChart      the pictures; LogScale and LinearScale place their marks
 *   Tag           elements, which quote what is put into them
 *   Stylesheet    the look of all pages, and what this one adds
 * </pre>
 *
 * <p>Marks are placed in percent of the width and in pixels of the height, so a picture fits a
 * phone and its letters stay as large as they are.
 */
@NullMarked
package dev.whiteboard.capacity.page;

import org.jspecify.annotations.NullMarked;
