using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language.Reading;

namespace Gatehouse.Policy.Testing;

/// <summary>The members and words of a test file.</summary>
internal static class TestShape
{
    public static readonly Shape File = new("test_file", ["policy", "cases"], ["$schema", "description", "tools"]);

    public static readonly Shape Case =
        new("case", ["name", "call"], ["expect", "expect_last", "repeat", "at", "every"]);

    public static readonly Shape Call =
        new("call", ["tool"], ["args", "server", "grant", "client", "session", "category", "risk"]);

    public static readonly Shape Expectation = new("expectation", ["outcome"], ["rule"]);

    public static readonly Shape Server = new("server", ["name"], ["id"]);

    public static readonly Shape Grant = new("grant", ["label"], ["id", "tags"]);

    public static readonly Shape Client = new("client", [], ["name", "version"]);

    public static readonly Shape Session = new(
        "session", [], ["id", "called", "called_categories", "called_elsewhere", "categories_elsewhere", "older_than_gateway"]);

    public static readonly Words<Outcome> Outcomes = new(
        "outcome", [("allowed", Outcome.Allowed), ("pending", Outcome.NeedsApproval), ("denied", Outcome.Denied)]);
}
