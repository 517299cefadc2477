# versions: trl==1.16.0 transformers==5.23.0
import trl
from packaging.version import Version

if Version(trl.__version__) < Version("0.20"):
    from trl import DataCollatorForCompletionOnlyLM


def collator(tok):
    if not hasattr(trl, "DataCollatorForCompletionOnlyLM"):
        return None
    return DataCollatorForCompletionOnlyLM("### Answer:", tokenizer=tok)
