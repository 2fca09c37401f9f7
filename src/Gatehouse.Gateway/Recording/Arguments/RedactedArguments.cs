using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gatehouse.Policy.Language;

namespace Gatehouse.Gateway.Recording.Arguments;

/// <summary>Arguments as they may be stored.</summary>
/// <param name="Json">As they were sent, byte for byte, but for the values that were redacted: text stands there that tells their kind.</param>
/// <param name="Places">What was redacted, in the order of the text.</param>
public sealed record RedactedArguments(ReadOnlyMemory<byte> Json, ImmutableArray<RedactedPlace> Places);

/// <summary>One value that was redacted.</summary>
/// <param name="Steps">From the arguments to it: members and elements. None where too much was redacted to say where.</param>
/// <param name="Type"><c>string</c>, <c>number</c>, <c>boolean</c>, <c>object</c> or <c>array</c>.</param>
/// <param name="Length">How long a string was, as a class of characters, like <c>9-32</c>; null for the others.</param>
public readonly record struct RedactedPlace(ImmutableArray<PathStep> Steps, string Type, string? Length)
{
    /// <summary>Whether it may have had members of its own.</summary>
    public bool MayHaveMembers => Type is "object" or "array";

    /// <summary>The place as a condition names it.</summary>
    public string Path
    {
        get
        {
            var text = new StringBuilder("args");
            foreach (var step in Steps)
            {
                if (step.Kind == PathStepKind.Element)
                {
                    text.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
                    continue;
                }

                text.Append('.');
                foreach (var letter in step.Key!)
                {
                    _ = letter is '.' or '[' or ']' or '\\' ? text.Append('\\').Append(letter) : text.Append(letter);
                }
            }

            return text.ToString();
        }
    }
}
