namespace Gatehouse.Control.Catalogue.Storage;

/// <summary>The tables that are the same in every database.</summary>
internal static class CatalogueSchema
{
    /// <summary>
    /// <c>rank</c> is a row's place in every list: what a reader should see first has the lowest. Of tools the riskiest come first,
    /// of servers those whose tools are known.
    /// </summary>
    public const string Tables =
        """
        CREATE TABLE server (
          id INTEGER NOT NULL PRIMARY KEY,
          rank BIGINT NOT NULL UNIQUE,
          slug TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL,
          title TEXT NOT NULL,
          description TEXT NOT NULL,
          repository TEXT,
          website TEXT,
          packages TEXT NOT NULL,
          addresses TEXT NOT NULL,
          version TEXT,
          look TEXT NOT NULL,
          precedence BIGINT NOT NULL,
          tools BIGINT NOT NULL,
          critical BIGINT NOT NULL,
          high BIGINT NOT NULL,
          medium BIGINT NOT NULL,
          low BIGINT NOT NULL,
          is_cut BIGINT NOT NULL,
          changed BIGINT NOT NULL);
        CREATE INDEX server_look ON server (look);
        CREATE TABLE server_alias (
          alias TEXT NOT NULL PRIMARY KEY,
          server_id INTEGER NOT NULL);
        CREATE INDEX server_alias_server ON server_alias (server_id);
        CREATE TABLE server_fact (
          server_id INTEGER NOT NULL,
          source TEXT NOT NULL,
          licence TEXT,
          url TEXT,
          at BIGINT NOT NULL,
          PRIMARY KEY (server_id, source));
        CREATE TABLE tool (
          id INTEGER NOT NULL PRIMARY KEY,
          rank BIGINT NOT NULL UNIQUE,
          server_id INTEGER NOT NULL,
          slug TEXT NOT NULL,
          name TEXT NOT NULL,
          title TEXT NOT NULL,
          description TEXT NOT NULL,
          definition TEXT NOT NULL,
          category BIGINT NOT NULL,
          level BIGINT NOT NULL,
          signals TEXT NOT NULL,
          assessment TEXT NOT NULL,
          classifier BIGINT NOT NULL,
          digest TEXT NOT NULL,
          precedence BIGINT NOT NULL,
          source TEXT NOT NULL,
          licence TEXT,
          at BIGINT NOT NULL,
          is_cut BIGINT NOT NULL,
          UNIQUE (server_id, name),
          UNIQUE (server_id, slug));
        CREATE INDEX tool_server ON tool (server_id, rank);
        CREATE INDEX tool_category ON tool (category, rank);
        CREATE INDEX tool_totals ON tool (category, level);
        CREATE INDEX tool_classifier ON tool (classifier, id);
        CREATE TABLE import_run (
          id TEXT NOT NULL PRIMARY KEY,
          organisation_id TEXT NOT NULL,
          kind TEXT NOT NULL,
          argument TEXT NOT NULL,
          licence TEXT,
          state TEXT NOT NULL,
          cursor TEXT,
          since TEXT,
          started BIGINT NOT NULL,
          ended BIGINT,
          problem TEXT,
          tally TEXT NOT NULL);
        CREATE INDEX import_run_started ON import_run (organisation_id, started, id);
        CREATE TABLE message (
          id TEXT NOT NULL PRIMARY KEY,
          at BIGINT NOT NULL,
          sender TEXT NOT NULL,
          page TEXT NOT NULL,
          text TEXT NOT NULL);
        CREATE INDEX message_at ON message (at, id)
        """;
}
