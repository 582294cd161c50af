package dev.whiteboard.shortener.click;

/** By what visits are broken down. The id stands in the database: none is ever used again. */
public enum Facet {
  /** The host that led here. */
  REFERRER(1),
  /** The browser's name. */
  BROWSER(2),
  /** The operating system's name. */
  SYSTEM(3),
  /** Desktop, mobile, tablet or other. */
  DEVICE(4),
  /** Two letters. */
  COUNTRY(5);

  private final int id;

  Facet(int id) {
    this.id = id;
  }

  int id() {
    return id;
  }

  static Facet of(int id) {
    for (var facet : values()) {
      if (facet.id == id) {
        return facet;
      }
    }
    throw new IllegalArgumentException("no facet has the id " + id);
  }
}
