using System.Collections.Immutable;

namespace Gatehouse.Cli.Stack;

/// <summary>An MCP client whose configuration is known.</summary>
/// <param name="Word">Its word on the command line.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Lists">Where in the file servers are listed: member names from the top, <c>*</c> for every member.</param>
/// <param name="Files">Its files on a machine, whether they exist or not.</param>
internal sealed record Client(string Word, string Name, ImmutableArray<string[]> Lists, Func<Machine, IEnumerable<string>> Files);
