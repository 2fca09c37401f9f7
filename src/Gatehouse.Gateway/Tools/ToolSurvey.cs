using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Gateway.Tools;

/// <summary>What a server lists, whole: with the tools that the gateway would leave out.</summary>
/// <param name="Server">Its name as it reports it. Outside text.</param>
/// <param name="Instructions">What it tells the model about itself; cut at 8 KiB. Outside text.</param>
/// <param name="Tools">Its tools, at most <see cref="MaxTools"/>.</param>
/// <param name="IsCut">Whether it lists more tools or pages than are taken: the gateway takes none of it then.</param>
internal sealed record ToolSurvey(string Server, string Instructions, ImmutableArray<SurveyedTool> Tools, bool IsCut)
{
    /// <summary>Most tools that are taken of one server.</summary>
    public const int MaxTools = 1_000;

    /// <summary>Most pages that are asked for.</summary>
    public const int MaxPages = 50;
}

/// <summary>One tool of a survey.</summary>
/// <param name="Definition">Its definition; a description or schema over the caps is cut, and <see cref="IsTooLong"/> says so.</param>
/// <param name="Hash">SHA-256 of the whole canonical definition in lower-case hex.</param>
/// <param name="IsTooLong">Whether something in it is longer than the gateway takes.</param>
internal sealed record SurveyedTool(JsonElement Definition, string Hash, bool IsTooLong);
