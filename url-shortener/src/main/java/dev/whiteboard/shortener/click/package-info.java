/**
 * Clicks: from a redirect to the chart, off the redirect's path.
 *
 * <pre>
 *  event loop            sender thread           Kafka               counter thread
 *  redirect ─▸ ClickBuffer ─▸ queue ─▸ KafkaClicks ═▸ topic ═▸ VisitCounter ─▸ PostgresVisits
 *              20 ms or 16 KB  bounded   one record,            folds a poll     one transaction:
 *              a batch                   many clicks            into minutes     counts + offsets
 * </pre>
 *
 * <p>A visit counts once: the producer is idempotent, and the offsets up to which clicks are
 * counted move in the transaction that adds the counts. A counter that dies in the middle leaves
 * neither.
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.click.ClickBatch}, {@link
 * dev.whiteboard.shortener.click.ClickBuffer}, {@link dev.whiteboard.shortener.click.KafkaClicks},
 * {@link dev.whiteboard.shortener.click.VisitCounter}, {@link
 * dev.whiteboard.shortener.click.VisitFold}, {@link dev.whiteboard.shortener.click.PostgresVisits}.
 */
@NullMarked
package dev.whiteboard.shortener.click;

import org.jspecify.annotations.NullMarked;
