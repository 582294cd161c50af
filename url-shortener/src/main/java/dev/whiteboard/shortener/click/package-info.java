/**
 * Clicks: from a redirect to the chart, off the redirect's path.
 *
 * <pre>
 *  event loop            click-sender            Kafka               visit-counter
 *  redirect ─▸ ClickBuffer ─▸ queue ─▸ KafkaClicks ═▸ topic ═▸ VisitCounter ─▸ PostgresVisits
 *              50 ms or 128 KB bounded   │   ▴                  a poll of      one transaction:
 *              a batch                   ▾   │                  batches        counts + offsets
 *                                        Spool, while Kafka                    + batches seen
 *                                        is away
 * </pre>
 *
 * <p>Each shard has a counter: it reads all clicks and counts those of its links.
 *
 * <p>A visit counts once. The offsets up to which clicks are counted move in the transaction that
 * adds the counts: a counter that dies in the middle leaves neither. A batch that was sent twice,
 * as its sender could not know that it had arrived, is told by sender and sequence, in the same
 * transaction.
 *
 * <p>Reading order: {@link dev.whiteboard.shortener.click.Click}, {@link
 * dev.whiteboard.shortener.click.ClickBatch}, {@link dev.whiteboard.shortener.click.ClickBuffer},
 * {@link dev.whiteboard.shortener.click.KafkaClicks}, {@code Flights}, {@link
 * dev.whiteboard.shortener.click.VisitCounter}, {@code ClickLag}, {@link
 * dev.whiteboard.shortener.click.VisitFold}, {@link dev.whiteboard.shortener.click.HyperLogLog},
 * {@link dev.whiteboard.shortener.click.PostgresVisits}, {@code ReplayWindow}, {@code DayRows},
 * {@link dev.whiteboard.shortener.click.VisitStats}.
 */
@NullMarked
package dev.whiteboard.shortener.click;

import org.jspecify.annotations.NullMarked;
