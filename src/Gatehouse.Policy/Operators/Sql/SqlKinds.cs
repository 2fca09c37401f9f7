namespace Gatehouse.Policy.Operators.Sql;

/// <summary>What an SQL text does.</summary>
[Flags]
internal enum SqlKinds : byte
{
    None = 0,
    Select = 1,
    Insert = 2,
    Update = 4,
    Delete = 8,
    Merge = 16,
    Ddl = 32,
    Admin = 64,
    Call = 128,
}
