package dev.whiteboard.capacity.claim;

import java.util.Locale;

/** Which interview states it. */
public enum Interview {
  URL_SHORTENER,
  CHAT,
  CDN,
  RATE_LIMITER,
  RECOMMENDATIONS,
  JOB_QUEUE,
  SCORE;

  /** As JSON has it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As a heading has it. */
  public String title() {
    return switch (this) {
      case URL_SHORTENER -> "URL shortener";
      case CHAT -> "Chat";
      case CDN -> "Global CDN";
      case RATE_LIMITER -> "Rate limiter";
      case RECOMMENDATIONS -> "Recommendations";
      case JOB_QUEUE -> "Job queue";
      case SCORE -> "The score itself";
    };
  }
}
