using System.Collections.Immutable;
using Gatehouse.Policy.Language.Reading;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>The members of <c>gatehouse.json</c>, object by object: the schema file and the reference follow this table.</summary>
internal static class ConfigShapes
{
    public static readonly Shape Document = new("configuration", ["servers"],
    [
        "$schema", "listen", "hosts", "origins", "tls", "trusted_proxies", "data", "durability", "management",
        "approval_url", "sizes", "policy", "organisation", "grants",
    ]);

    public static readonly Shape Organisation = new("organisation", [], ["owners_may_approve", "widening_needs_second"]);

    public static readonly Shape Tls = new("tls", ["certificate", "key"], []);

    public static readonly Shape Sizes = new("sizes", [],
    [
        "body_bytes", "requests_per_grant", "connections", "body_timeout", "drain",
    ]);

    public static readonly Shape Server = new("server", [],
    [
        "name", "url", "headers", "transport", "command", "env", "cwd", "processes_per_grant", "idle", "timeout",
        "connect_timeout", "answer_bytes", "concurrency", "definitions", "allow", "tools", "policy", "store_arguments",
    ]);

    public static readonly Shape StoreArguments = new("argument storing", ["keep_days"], ["redact"]);

    public static readonly Shape Redact = new("redaction", [], ["names", "paths", "values"]);

    public static readonly Shape Tool = new("tool statement", [], ["category", "risk"]);

    public static readonly Shape Grant = new("grant", ["id", "server", "token_sha256", "expires"],
    [
        "policy", "label", "tags",
    ]);

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<Shape> All = [Document, Organisation, Tls, Sizes, Server, StoreArguments, Redact, Tool, Grant];
}
