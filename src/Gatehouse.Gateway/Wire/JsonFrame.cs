using System.Runtime.CompilerServices;

namespace Gatehouse.Gateway.Wire;

/// <summary>One open object or array.</summary>
/// <param name="Start">Offset of an object's brace; -1 for an array.</param>
/// <param name="Member">The member of an object whose value is being read.</param>
internal record struct JsonFrame(int Start, int Member)
{
    /// <summary>The open objects and arrays of one text.</summary>
    [InlineArray(JsonCaps.DepthLimit)]
    internal struct Stack
    {
        private JsonFrame _first;
    }
}
