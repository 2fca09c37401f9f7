using System.Collections.Concurrent;

namespace Gatehouse.Policy.Compile;

/// <summary>The compiled rules of every tool that was asked for, by reference of its facts.</summary>
/// <remarks>Reading takes no lock. It is bounded: when facts were replaced often enough, it starts anew.</remarks>
internal sealed class ToolCache(IReadOnlyList<LayerIndex> documents)
{
    private const int MostTools = 16_384;

    private ConcurrentDictionary<ToolFacts, CompiledTool> _tools = new();
    private int _added;

    /// <summary>The rules of a tool; compiled on its first call.</summary>
    public CompiledTool Find(ToolFacts tool) => _tools.TryGetValue(tool, out var compiled) ? compiled : Add(tool);

    private CompiledTool Add(ToolFacts tool)
    {
        if (Interlocked.Increment(ref _added) > MostTools)
        {
            _added = 0;
            _tools = new ConcurrentDictionary<ToolFacts, CompiledTool>();
        }

        return _tools.GetOrAdd(tool, static (facts, layers) => ToolCompiler.Compile(layers, facts), documents);
    }
}
