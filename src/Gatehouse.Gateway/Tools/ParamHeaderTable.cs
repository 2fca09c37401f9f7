using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Tools;

/// <summary>The arguments that travel as headers, by tool: read once per accepted definition.</summary>
internal sealed class ParamHeaderTable
{
    private readonly ConditionalWeakTable<ToolFacts, ParamHeaders> _byTool = [];

    /// <summary>What is wrong with the headers of a modern call over HTTP, or null.</summary>
    public WireRefusal? Check(CallContext call, ToolFacts tool) =>
        call.Message.Era != Era.Modern || !call.HasHeaders || tool.Standing != ToolStanding.Accepted || tool.InputSchema.IsEmpty
            ? null
            : Of(tool).Check(call.Message.Arguments.Span, call.Message.ParamHeaders);

    /// <summary>The headers to send: as they came, or made from the arguments of a message that had none.</summary>
    public ImmutableArray<KeyValuePair<string, string>> ToSend(CallContext call, ToolFacts? tool) =>
        call.Message.Era != Era.Modern ? []
        : call.HasHeaders ? call.Message.ParamHeaders
        : tool is null || tool.InputSchema.IsEmpty ? [] : Of(tool).Derive(call.Message.Arguments.Span);

    private ParamHeaders Of(ToolFacts tool) =>
        _byTool.GetValue(tool, static tool => ParamHeaders.Of(tool.InputSchema.Span));
}
