using Gatehouse.Policy;

namespace Gatehouse.Control.Declared;

/// <summary>Faults of what the operator's file says.</summary>
internal static class DeclaredFaults
{
    public static readonly FaultCode ManagedByFile = new("managed-by-file");

    /// <summary>The word by which views tell it.</summary>
    public const string Word = "file";

    /// <summary>Why a thing cannot be changed here; null where it can.</summary>
    /// <param name="isOfFile">Whether the file has it.</param>
    /// <param name="kind">What it is, for example <c>server</c>.</param>
    public static Fault? Refuse(bool isOfFile, string kind) => isOfFile
        ? new Fault(ManagedByFile, $"the {kind} is kept in the operator's file", "change it there: the file is read again within a second")
        : null;
}
