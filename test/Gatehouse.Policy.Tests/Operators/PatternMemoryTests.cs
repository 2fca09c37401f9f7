using Gatehouse.Policy.Operators.Patterns;
using Xunit;

namespace Gatehouse.Policy.Tests.Operators;

/// <summary>What patterns take of memory. It is the whole process's that is asked, so nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(PatternMemoryTests), DisableParallelization = true)]
[Collection(nameof(PatternMemoryTests))]
public sealed class PatternMemoryTests
{
    [Fact]
    public void Compile_ThousandsOfPatterns_TakesAFewKibibytesEach()
    {
        BoundPattern.Compile("(?i)warm up");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var patterns = Enumerable.Range(0, 5_000).Select(i => BoundPattern.Compile($"^[a-z.]{{1,40}}{i}@(?:example|sample)\\.(?:com|org)$").Pattern).ToArray();
        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.InRange(taken / patterns.Length, 0, 8 * 1024);
        GC.KeepAlive(patterns);
    }
}
